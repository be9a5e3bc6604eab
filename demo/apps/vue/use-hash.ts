import { onMounted, onUnmounted, ref } from 'vue';

/** The current route: the hash of the URL. */
export function useHash() {
  const hash = ref('');
  const readHash = () => {
    hash.value = location.hash;
  };
  onMounted(() => {
    readHash();
    addEventListener('hashchange', readHash);
  });
  onUnmounted(() => removeEventListener('hashchange', readHash));
  return hash;
}
