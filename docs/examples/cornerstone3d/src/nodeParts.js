/** In place of Node's own modules, which vtk.js names for a reader of XML that no viewport uses. */
export class EventEmitter {}
export const domainToASCII = (domain) => domain;
