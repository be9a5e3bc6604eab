// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchButton } from './own-button.ts';

const open = vi.fn();
const widget = { open: vi.fn() };
let host: Element;
let stop = () => {};

beforeEach(() => {
  history.replaceState(null, '', '/account');
  host = document.body.appendChild(document.createElement('koji-test'));
});
afterEach(() => {
  stop();
  document.body.replaceChildren();
  vi.restoreAllMocks();
  vi.clearAllMocks();
});

/** Presses the element with the class "why". Returns whether the browser does what it would do. */
function press(markup: string, init: MouseEventInit = {}): boolean {
  document.body.insertAdjacentHTML('beforeend', markup);
  const pressed = document.querySelector('.why b') ?? document.querySelector('.why')!;
  // happy-dom follows links and submits forms.
  let isPrevented = false;
  const onWindow = (event: Event) => {
    isPrevented = event.defaultPrevented;
    event.preventDefault();
  };
  addEventListener('click', onWindow, { once: true });
  pressed.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, ...init }));
  return !isPrevented;
}

const watch = (loadWidget?: () => Promise<typeof widget | undefined>, isPreloaded = true) => {
  stop = watchButton(host, '.why', { open }, { isPreloaded, ...(loadWidget && { loadWidget }) });
};

describe('the host’s own button', () => {
  it.each([
    ['a link to #', '<a class="why" href="#"><b>Why?</b></a>'],
    ['a link to a place on the page', '<a class="why" href="#prices">Why?</a>'],
    ['a link without an address', '<a class="why" href="">Why?</a>'],
    ['a link that runs nothing', '<a class="why" href="javascript:void(0)">Why?</a>'],
    ['an element in such a link', '<a href="#"><span class="why">Why?</span></a>'],
    ['a button of a form', '<form><button class="why"><b>Why?</b></button></form>'],
    ['a submit button', '<form><input type="submit" class="why"></form>'],
    ['an image button', '<form><input type="image" class="why"></form>'],
  ])('opens, and the browser does nothing else, as %s', (_, markup) => {
    watch();
    expect(press(markup)).toBe(false);
    expect(open).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['a plain button', '<button type="button" class="why">Why?</button>'],
    ['a checkbox', '<input type="checkbox" class="why">'],
    ['any element', '<div class="why">Why?</div>'],
  ])('opens, and keeps what the browser does, as %s', (_, markup) => {
    watch();
    expect(press(markup)).toBe(true);
    expect(open).toHaveBeenCalledTimes(1);
  });

  it('as a link to another address opens without leaving once the widget is there', async () => {
    watch(async () => widget);
    expect(press('<a class="why" href="/cancel">Why?</a>')).toBe(false);
    await vi.waitFor(() => expect(widget.open).toHaveBeenCalledTimes(1));
    // Nobody has started an interview who may still leave.
    expect(open).not.toHaveBeenCalled();
  });

  it('as a link to another address follows it if the widget cannot be loaded', async () => {
    const follow = vi.spyOn(globalThis, 'open').mockImplementation(() => null);
    watch(async () => undefined, false);
    expect(press('<a class="why" href="/cancel">Why?</a>')).toBe(false);
    await vi.waitFor(() => expect(follow).toHaveBeenCalledWith(new URL('/cancel', location.href).href, '_self'));
  });

  it.each(['ctrlKey', 'metaKey', 'shiftKey'])(
    'as a link to another address leaves a press with %s to the browser',
    key => {
      watch(async () => widget);
      expect(press('<a class="why" href="/cancel">Why?</a>', { [key]: true })).toBe(true);
      expect([open.mock.calls, widget.open.mock.calls]).toEqual([[], []]);
    },
  );

  it('does nothing once the interview is destroyed', () => {
    watch(async () => widget);
    host.remove();
    expect(press('<a class="why" href="/cancel">Why?</a>')).toBe(true);
    expect([open.mock.calls, widget.open.mock.calls]).toEqual([[], []]);
  });

  it('loads the widget while the pointer is over it', () => {
    const load = vi.fn(async () => widget);
    watch(load);
    document.body.insertAdjacentHTML('beforeend', '<p></p><button class="why"><b>Why?</b></button>');
    const point = (selector: string) =>
      document.querySelector(selector)!.dispatchEvent(new Event('pointerover', { bubbles: true }));
    point('p');
    expect(load).not.toHaveBeenCalled();
    point('.why b');
    expect(load).toHaveBeenCalled();
  });

  it('whose selector is wrong is an error in the console', () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    stop = watchButton(host, 'a[', { open }, { isPreloaded: true });
    expect(said).toHaveBeenCalledWith(expect.stringMatching(/^koji-embed: option "trigger" is "a\["/));
  });
});
