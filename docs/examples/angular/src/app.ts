import 'veritome/define/compare';
import 'veritome/define/denoiser';
import 'veritome/define/viewport';
import { Component, CUSTOM_ELEMENTS_SCHEMA, signal } from '@angular/core';
import { type Frame, type MarkedFrame, openStudy, type Series, type Source } from 'veritome';

@Component({
  selector: 'app-root',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <main>
      <header>
        <h1>Veritome</h1>
        <label>Open files <input type="file" multiple (change)="choose($event)" /></label>
        <button type="button" (click)="open(['/study/0001.dcm', '/study/0002.dcm'])">Sample</button>
        <span role="status">{{ trouble() }}</span>
      </header>
      @if (denoised()) {
        <veritome-compare [acquired]="acquired()" [generated]="denoised()" mode="curtain" />
      } @else {
        <veritome-viewport [series]="acquired()" />
      }
      <veritome-denoiser
        [series]="acquired()"
        (veritome-result)="denoised.set($event.detail.series)"
        (veritome-error)="trouble.set($event.detail.error.message)"
      />
    </main>
  `,
})
export class App {
  readonly acquired = signal<Series<Frame> | undefined>(undefined);
  readonly denoised = signal<Series<MarkedFrame> | undefined>(undefined);
  readonly trouble = signal('');

  async open(source: Source): Promise<void> {
    this.trouble.set('');
    try {
      const { series, refused } = await openStudy(source);
      this.acquired.set(series[0]);
      this.denoised.set(undefined);
      this.trouble.set(refused.map(({ message }) => message).join(' '));
    } catch (error) {
      this.trouble.set(String(error));
    }
  }

  choose({ target }: Event): void {
    const { files } = target as HTMLInputElement;
    if (files) void this.open(files);
  }
}
