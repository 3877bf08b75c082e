import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { MarkedFrame, Series } from 'veritome';

type Props<Tag extends keyof HTMLElementTagNameMap, Events = object> = DetailedHTMLProps<
  HTMLAttributes<HTMLElementTagNameMap[Tag]>,
  HTMLElementTagNameMap[Tag]
> &
  Partial<Omit<HTMLElementTagNameMap[Tag], keyof HTMLElement>> &
  Events;

interface DenoiserEvents {
  'onveritome-result'?: (event: CustomEvent<{ series: Series<MarkedFrame> }>) => void;
  'onveritome-error'?: (event: CustomEvent<{ error: Error }>) => void;
}

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'veritome-compare': Props<'veritome-compare'>;
      'veritome-denoiser': Props<'veritome-denoiser', DenoiserEvents>;
      'veritome-viewport': Props<'veritome-viewport'>;
    }
  }
}
