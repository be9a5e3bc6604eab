import { afterEach, describe, expect, it, vi } from 'vitest';
import { REASONS, toReason } from './completion.ts';

afterEach(() => void vi.restoreAllMocks());

describe('the reason that the host’s code gives', () => {
  it('is one of the four', () => expect(REASONS.map(toReason)).toEqual(REASONS));

  it.each([undefined, null, { type: 'click' }, 7, true])('counts as manual if it is %j', given => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    expect(toReason(given)).toBe('manual');
    expect(said).not.toHaveBeenCalled();
  });

  it.each(['done', '', 'Natural'])('counts as manual if it is the word "%s", which the console says', given => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    expect(toReason(given)).toBe('manual');
    expect(said.mock.calls.flat().join()).toContain(`koji-embed: complete("${given}")`);
  });
});
