/** Figures against bars, printed as they are measured and once more as a table. */
import process from 'node:process';

export interface Row {
  readonly figure: string;
  readonly value: string;
  readonly bar: string;
  readonly verdict: 'holds' | 'falls short' | 'not run';
}

/** Judged figures of one model, as a proof writes them. */
export interface Figures {
  readonly model: { readonly id: string; readonly weightsSha256: string };
  /** What prints them. */
  readonly command: string;
  readonly rows: readonly Row[];
  /** On what they were taken, in a line. */
  readonly series: string;
}

export class Table {
  readonly #rows: Row[] = [];

  /** A figure and whether it meets its bar. */
  add(figure: string, value: string, bar: string, holds: boolean): void {
    this.#push({ figure, value, bar, verdict: holds ? 'holds' : 'falls short' });
  }

  /** A figure that could not be taken here, with the reason. */
  skip(figure: string, reason: string): void {
    this.#push({ figure, value: reason, bar: '', verdict: 'not run' });
  }

  /** A row that was judged elsewhere. */
  take(row: Row): void {
    this.#rows.push(row);
  }

  #push(row: Row): void {
    this.#rows.push(row);
    process.stderr.write(`… ${row.figure}: ${row.value} (${row.verdict})\n`);
  }

  /** All rows, in order. */
  rows(): readonly Row[] {
    return this.#rows;
  }

  /** All rows as Markdown. */
  markdown(): string {
    const lines = this.#rows.map(
      ({ figure, value, bar, verdict }) => `| ${figure} | ${value} | ${bar} | ${verdict} |`,
    );
    return ['| figure | value | bar | |', '|---|---|---|---|', ...lines, ''].join('\n');
  }

  /** Prints all rows; true when none falls short. */
  print(): boolean {
    process.stdout.write(this.markdown());
    return this.#rows.every(({ verdict }) => verdict !== 'falls short');
  }
}
