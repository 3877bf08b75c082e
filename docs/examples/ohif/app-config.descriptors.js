// The same for the release after it (3.14): an entry says what it loads, for which viewer, and
// with which hash. `veritome embed` writes the hashes to integrity.json; they are checked where a
// script comes from another origin than the viewer.
window.config = {
  routerBasename: null,
  extensions: [
    {
      packageName: 'veritome',
      importPath: '/veritome/ohif.js',
      coreVersionRange: '>=3.14.0-beta.0 <4',
      integrity: 'sha384-OHIF',
    },
  ],
  modes: [
    {
      packageName: 'veritome-mode',
      importPath: '/veritome/ohif-mode.js',
      coreVersionRange: '>=3.14.0-beta.0 <4',
      integrity: 'sha384-OHIF-MODE',
    },
  ],
  customizationService: {},
  showStudyList: true,
  defaultDataSourceName: 'archive',
  dataSources: [
    {
      namespace: '@ohif/extension-default.dataSourcesModule.dicomweb',
      sourceName: 'archive',
      configuration: {
        friendlyName: 'Archive',
        name: 'archive',
        qidoRoot: '/dicom-web',
        wadoRoot: '/dicom-web',
        imageRendering: 'wadors',
        thumbnailRendering: 'wadors',
        enableStudyLazyLoad: true,
        supportsStow: true,
        omitQuotationForMultipartRequest: true,
      },
    },
  ],
};
