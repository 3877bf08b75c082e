/**
 * Registers every element. Importing this module, or one of `define/`, is the only
 * side effect of the package.
 *
 * ```ts
 * import 'veritome/define';
 * document.body.append(document.createElement('veritome-workbench'));
 * ```
 *
 * @module
 */
import './define/workbench.js';
