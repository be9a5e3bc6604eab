import { onMounted, onUnmounted, ref } from 'vue';

/** The route: the part of the address after its `#`. */
export function useHash() {
  const hash = ref('');
  const read = () => {
    hash.value = location.hash;
  };
  onMounted(() => {
    read();
    addEventListener('hashchange', read);
  });
  onUnmounted(() => removeEventListener('hashchange', read));
  return hash;
}
