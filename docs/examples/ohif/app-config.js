// Configuration of an OHIF as it is released (3.13): the two lines of Veritome are addresses.
window.config = {
  routerBasename: null,
  extensions: ['/veritome/ohif.js'],
  modes: ['/veritome/ohif-mode.js'],
  customizationService: {},
  showStudyList: true,
  maxNumberOfWebWorkers: 3,
  showWarningMessageForCrossOrigin: true,
  showCPUFallbackMessage: false,
  strictZSpacingForVolumeViewport: true,
  // OHIF calls it for every request that fails, and for those that it gave up itself.
  httpErrorHandler: () => {},
  defaultDataSourceName: 'archive',
  dataSources: [
    {
      namespace: '@ohif/extension-default.dataSourcesModule.dicomweb',
      sourceName: 'archive',
      configuration: {
        friendlyName: 'Archive',
        name: 'archive',
        wadoUriRoot: '/dicom-web',
        qidoRoot: '/dicom-web',
        wadoRoot: '/dicom-web',
        qidoSupportsIncludeField: false,
        imageRendering: 'wadors',
        thumbnailRendering: 'wadors',
        enableStudyLazyLoad: true,
        supportsFuzzyMatching: false,
        supportsWildcard: true,
        supportsStow: true,
        omitQuotationForMultipartRequest: true,
      },
    },
  ],
};
