import { configureAssets } from 'veritome';
import { createApp } from 'vue';
import App from './App.vue';

configureAssets({ base: '/veritome/assets/' });
createApp(App).mount('#app');
