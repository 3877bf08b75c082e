import 'veritome/define/compare';
import 'veritome/define/denoiser';
import 'veritome/define/viewport';
import { useState } from 'react';
import { type Frame, type MarkedFrame, openStudy, type Series, type Source } from 'veritome';
import type {} from 'veritome/jsx';

export function App() {
  const [acquired, setAcquired] = useState<Series<Frame>>();
  const [denoised, setDenoised] = useState<Series<MarkedFrame>>();
  const [trouble, setTrouble] = useState('');

  async function open(source: Source) {
    setTrouble('');
    try {
      const { series, refused } = await openStudy(source);
      setAcquired(series[0]);
      setDenoised(undefined);
      setTrouble(refused.map(({ message }) => message).join(' '));
    } catch (error) {
      setTrouble(String(error));
    }
  }

  return (
    <main>
      <header>
        <h1>Veritome</h1>
        <label>
          Open files{' '}
          <input type="file" multiple onChange={({ target }) => target.files && open(target.files)} />
        </label>
        <button type="button" onClick={() => open(['/study/0001.dcm', '/study/0002.dcm'])}>
          Sample
        </button>
        <span role="status">{trouble}</span>
      </header>
      {denoised ? (
        <veritome-compare acquired={acquired} generated={denoised} mode="curtain" />
      ) : (
        <veritome-viewport series={acquired} />
      )}
      <veritome-denoiser
        series={acquired}
        onveritome-result={({ detail }) => setDenoised(detail.series)}
        onveritome-error={({ detail }) => setTrouble(detail.error.message)}
      />
    </main>
  );
}
