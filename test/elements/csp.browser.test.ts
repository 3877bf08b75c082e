import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import '../../src/define.js';
import { drawn, sized } from './canvas.js';
import { fakeJobs } from './fixtures.js';

/** A policy that a script adds holds from then on, for this page. */
function restrict(policy: string): void {
  const meta = document.createElement('meta');
  meta.httpEquiv = 'Content-Security-Policy';
  meta.content = policy;
  document.head.append(meta);
}

describe("under style-src 'self'", () => {
  it('renders, compares and clips without one violation', async () => {
    restrict("style-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' blob: data:");
    const violations: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) => {
      violations.push(`${event.violatedDirective} ${event.sourceFile ?? ''}`);
    });
    const workbench = sized(document.createElement('veritome-workbench'), 1000, 640);
    workbench.jobs = fakeJobs();
    await fixture(html`<div>${workbench}</div>`);
    await workbench.open([]);
    await workbench.denoise();
    await workbench.updateComplete;
    const compare = workbench.shadowRoot?.querySelector('veritome-compare');
    const after = compare?.shadowRoot?.querySelector('veritome-viewport.after');
    await drawn(after as HTMLElementTagNameMap['veritome-viewport']);
    expect(getComputedStyle(after as Element).clipPath).to.equal('inset(0px 0px 0px 50%)');
    expect(getComputedStyle(workbench).backgroundColor).to.equal('rgb(11, 13, 16)');
    const rois = [{ shape: 'rectangle', x: 16, y: 16, width: 32, height: 32 }];
    after?.dispatchEvent(
      new CustomEvent('veritome-roi', { detail: { rois }, bubbles: true, composed: true }),
    );
    const panel = workbench.shadowRoot?.querySelector('veritome-denoiser');
    await waitUntil(() => panel?.shadowRoot?.querySelector('.nps canvas'), 'no plot', { timeout: 10_000 });
    for (const name of ['g', 'd', 's', 'f', 'b', 'c', '?']) {
      workbench.dispatchEvent(new KeyboardEvent('keydown', { key: name }));
      await workbench.updateComplete;
    }
    const press = async (name: string) => {
      workbench.shadowRoot?.querySelector<HTMLElement>(`[part="toolbar"] [aria-label="${name}"]`)?.click();
      await workbench.updateComplete;
    };
    await press('Line profile');
    const measure = compare?.shadowRoot?.querySelector('veritome-measure');
    await waitUntil(() => measure?.shadowRoot?.querySelector('.profile canvas'), 'no profile', {
      timeout: 10_000,
    });
    workbench.trainer.options = { side: 32, steps: 20, every: 10 };
    workbench.trainer.start();
    workbench.shadowRoot?.querySelector<HTMLElement>('#tab-train')?.click();
    const curves = () => workbench.trainer.shadowRoot?.querySelector('.plot canvas');
    await waitUntil(curves, 'no curves', { timeout: 10_000 });
    await press('Blinded reading');
    const reading = workbench.shadowRoot?.querySelector('veritome-reading');
    await reading?.updateComplete;
    reading?.start();
    await reading?.updateComplete;
    await drawn(
      reading?.shadowRoot?.querySelector('veritome-viewport') as HTMLElementTagNameMap['veritome-viewport'],
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(violations).to.deep.equal([]);

    // The policy does hold: a style attribute is refused.
    document.body.setAttribute('style', 'color: red');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(violations.length).to.equal(1);
  });
});
