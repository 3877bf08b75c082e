/**
 * Keys of a case. They come before those of the pictures: a digit scores here, and is no window preset;
 * what would measure or tell the sides apart does nothing.
 *
 * @module
 */
import type { Side } from '../../evaluation/reading/session.js';

export interface ReadingKeys {
  readonly task: 'scores' | 'choice';
  readonly paused: boolean;
  score(value: number): void;
  choose(side: Side): void;
  next(): void;
  back(): void;
  pause(): void;
  resume(): void;
}

/** Keys of the pictures that a reader may use: slices, window, zoom, pan, cine, invert, reset. */
const PICTURE = /^(Arrow\w+|Page\w+|Home|End|Tab|Shift|Control|Alt|Meta|[+=\-_ irIR])$/;

/** Acts on a key; `own` where it was meant for here, `picture` where a picture may have it, `none` for neither. */
export function actOnReadingKey(event: KeyboardEvent, keys: ReadingKeys): 'own' | 'picture' | 'none' {
  const { key } = event;
  const plain = !event.ctrlKey && !event.altKey && !event.metaKey;
  const onButton = event.composedPath()[0] instanceof HTMLButtonElement;
  // A button does what it says; the browser's own shortcuts are not ours to take.
  if (onButton && (key === 'Enter' || key === ' ')) return 'picture';
  if (!plain) return 'picture';
  if (key.toLowerCase() === 'p') {
    if (keys.paused) keys.resume();
    else keys.pause();
    return 'own';
  }
  if (keys.paused) return 'picture';
  if (key === 'Enter') keys.next();
  else if (key === 'Backspace') keys.back();
  else if (keys.task === 'scores' && /^[1-5]$/.test(key)) keys.score(Number(key));
  else if (keys.task === 'choice' && !event.shiftKey && /^(a|A|ArrowLeft)$/.test(key)) keys.choose(0);
  else if (keys.task === 'choice' && !event.shiftKey && /^(b|B|ArrowRight)$/.test(key)) keys.choose(1);
  else return PICTURE.test(key) ? 'picture' : 'none';
  return 'own';
}
