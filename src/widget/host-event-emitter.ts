import type { Emit } from '../model/host-events.ts';

/** Emits the events that the host listens to. */
export interface HostEventEmitter {
  emit: Emit;
  /** Emits `koji-ready`, unless it was emitted before. */
  emitReady(): void;
}

/** Dispatches the host's events from an element. `koji-ready` comes before all others, once. */
export function createHostEventEmitter(host: Element): HostEventEmitter {
  let isReady = false;
  const dispatch: Emit = (name, detail) =>
    void host.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  const emitReady = () => {
    if (isReady) return;
    isReady = true;
    dispatch('koji-ready', null);
  };
  return {
    emitReady,
    emit(name, detail) {
      emitReady();
      dispatch(name, detail);
    },
  };
}
