/**
 * The GENERATED badge, painted into the canvas in screen space after every render:
 * it keeps its size at any zoom and leaves with every copy of the canvas. Its
 * colours are constants, because whatever a host can style it can hide.
 *
 * @module
 */
import { GENERATED, PLATE } from '../amber.js';

/**
 * Shows a blinded reading: every picture, acquired or generated, carries {@link BLINDED_LABEL} in place of
 * what its own badge says. Not in the doors of the package, so that no page says it by attribute.
 */
export const BLINDED = Symbol('blinded reading');
/** One text for all pictures of a blinded reading: nothing generated is without a mark, and nothing is given away. */
export const BLINDED_LABEL = 'BLINDED READING · MAY BE GENERATED';

export interface BadgePlace {
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
  readonly placement: 'top' | 'bottom';
  /** CSS pixels to the edge; 8 when absent, none in a small picture. The badge stays in the picture whatever it is. */
  readonly margin?: number;
  /** Part of the canvas width that is visible, 0..1 each; all of it when absent. */
  readonly between?: readonly [number, number];
}

const MARGIN = 8;
const PADDING = 8;
/** Width of the hatched ends, inside the padding. */
const HATCHED = 4;
/** Narrower than this the badge no longer shrinks: it may leave the visible part instead. */
const NARROWEST = 104;

/** The plate in CSS pixels of the stage. */
export interface BadgeBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Paints `label` and returns where the plate is. */
export function paintBadge(context: CanvasRenderingContext2D, label: string, place: BadgePlace): BadgeBox {
  const { ratio, placement } = place;
  const width = context.canvas.width / ratio;
  const height = context.canvas.height / ratio;
  const [left, right] = spanOf(place.between, width);
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.globalAlpha = 1;
  context.globalCompositeOperation = 'source-over';
  const room = right - left - 2 * MARGIN - 2 * PADDING;
  const size = fontSize(context, label, room);
  const lines = linesOf(context, label, room);
  const leading = Math.ceil(size * 1.3);
  const plateWidth = Math.min(
    width,
    Math.ceil(Math.max(...lines.map((line) => context.measureText(line).width))) + 2 * PADDING,
  );
  const plateHeight = lines.length * leading + PADDING;
  const x = Math.round(Math.min(width - plateWidth, Math.max(0, (left + right - plateWidth) / 2)));
  const margin = height < 120 ? 0 : within(place.margin ?? MARGIN, height - plateHeight);
  const y = placement === 'bottom' ? height - plateHeight - margin : margin;
  context.fillStyle = PLATE;
  context.strokeStyle = GENERATED;
  context.lineWidth = 1;
  context.beginPath();
  context.roundRect(x + 0.5, y + 0.5, plateWidth - 1, plateHeight - 1, 4);
  context.fill();
  context.stroke();
  hatch(context, x, y, plateWidth, plateHeight);
  context.fillStyle = GENERATED;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  lines.forEach((line, i) => {
    context.fillText(
      line,
      x + plateWidth / 2,
      y + PADDING / 2 + (i + 0.5) * leading,
      plateWidth - 2 * HATCHED - 4,
    );
  });
  context.restore();
  return { x, y, width: plateWidth, height: plateHeight };
}

/** A host that asks for a margin does not move the badge away. */
function within(margin: number, room: number): number {
  return Number.isFinite(margin) ? Math.max(0, Math.min(margin, room)) : MARGIN;
}

/** Hatched ends: the badge reads as a mark where its colour does not, and over any picture. */
function hatch(context: CanvasRenderingContext2D, x: number, y: number, width: number, height: number): void {
  context.save();
  const ends = new Path2D();
  ends.rect(x + 1, y + 1, HATCHED, height - 2);
  ends.rect(x + width - 1 - HATCHED, y + 1, HATCHED, height - 2);
  context.clip(ends);
  const lines = new Path2D();
  for (let at = -height; at < height; at += 4) {
    for (const left of [x, x + width - 2 - HATCHED]) {
      lines.moveTo(left, y + at + height);
      lines.lineTo(left + HATCHED + 2, y + at + height - HATCHED - 2);
    }
  }
  context.lineWidth = 1.5;
  context.stroke(lines);
  context.restore();
}

function spanOf(between: BadgePlace['between'], width: number): [number, number] {
  const left = Math.min(1, Math.max(0, between?.[0] ?? 0)) * width;
  const right = Math.min(1, Math.max(0, between?.[1] ?? 1)) * width;
  if (right - left >= Math.min(NARROWEST, width)) return [left, right];
  const least = Math.min(NARROWEST, width);
  return left > width / 2 ? [width - least, width] : [0, least];
}

/** 12 px where there is room, down to 8 px where the longest part would not fit. */
function fontSize(context: CanvasRenderingContext2D, label: string, room: number): number {
  const parts = label.split(' · ');
  for (const size of [12, 11, 10, 9]) {
    context.font = `600 ${size}px system-ui, sans-serif`;
    if (parts.every((part) => context.measureText(part).width <= room)) return size;
  }
  context.font = '600 8px system-ui, sans-serif';
  return 8;
}

/** Breaks between parts only: no word of the badge is ever split or dropped. */
function linesOf(context: CanvasRenderingContext2D, label: string, room: number): string[] {
  const lines: string[] = [];
  for (const part of label.split(' · ')) {
    const longer = lines.length > 0 ? `${lines[lines.length - 1]} · ${part}` : part;
    if (lines.length > 0 && context.measureText(longer).width <= room) lines[lines.length - 1] = longer;
    else lines.push(part);
  }
  return lines;
}
