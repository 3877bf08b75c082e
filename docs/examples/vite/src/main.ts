import 'veritome/define/compare';
import { configureAssets, denoise, openStudy } from 'veritome';

configureAssets({ base: '/veritome/assets/' });
const { series } = await openStudy('/study/0001.dcm');
const compare = document.querySelector('veritome-compare')!;
compare.acquired = series[0];
compare.generated = await denoise(series[0]);
