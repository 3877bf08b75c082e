/**
 * What a card says to a reader: in English, as it was written, and in other languages where the
 * card brings them.
 *
 * @module
 */

/** The reader's part of a card in one language. */
export interface CardText {
  readonly title: string;
  readonly summary: string;
  readonly intendedUse: string;
  readonly limits: readonly string[];
}

/** Texts by BCP 47 tag: `{"pt-BR": {…}}`. */
export type CardLocales = Readonly<Record<string, CardText>>;
