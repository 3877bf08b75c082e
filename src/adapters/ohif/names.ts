/** Names that OHIF knows us by. */

/** The id of the extension, and the first word of all its names. */
export const ID = 'veritome';

/** The panel, as modes name it. */
export const PANEL = `${ID}.panelModule.${ID}`;
