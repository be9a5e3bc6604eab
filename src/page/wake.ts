/** How often the clocks are compared, in milliseconds. */
const INTERVAL = 5000;
/** A gap of this length is a sleep or a change of the clock, in milliseconds. */
const GAP = 5000;
/** A visible page whose timer is so late has slept, in milliseconds. */
const LATE = 30_000;

/**
 * Calls back when the computer seems to have slept, or its clock was set forward; the two look the
 * same. While it sleeps, `performance.now()` stands still in most browsers and goes on in others
 * (https://github.com/w3c/hr-time/issues/115), and no timer runs.
 *
 * @returns stops watching
 */
export function watchWake(onWake: () => void): () => void {
  let wall = Date.now();
  let steady = performance.now();
  let wasVisible = true;
  const compare = () => {
    const wallTime = Date.now() - wall;
    const steadyTime = performance.now() - steady;
    // Timers of a hidden page are late anyway.
    const isVisible = document.visibilityState === 'visible';
    const isLate = wasVisible && isVisible && steadyTime > INTERVAL + LATE;
    wall += wallTime;
    steady += steadyTime;
    wasVisible = isVisible;
    if (wallTime - steadyTime > GAP || isLate) onWake();
  };
  const timer = setInterval(compare, INTERVAL);
  document.addEventListener('visibilitychange', compare);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', compare);
  };
}
