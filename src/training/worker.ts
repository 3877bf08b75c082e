/**
 * The training worker.
 *
 * @module
 */
export {};
