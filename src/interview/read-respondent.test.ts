import { expect, it } from 'vitest';
import { readRespondent } from './read-respondent.ts';

it.each<[string, unknown, unknown]>([
  ['null', { external_id: 'u-1', display_name: null, metadata: null }, { external_id: 'u-1' }],
  ['undefined', { external_id: undefined, email: undefined }, {}],
  ['empty', { external_id: '', display_name: '' }, {}],
  ['empty once it is cleaned', { external_id: '\0', display_name: '\0' }, {}],
])('a respondent’s field that is %s is left out', (_, respondent, expected) => {
  expect(readRespondent(respondent as object)).toEqual(expected);
});

it.each<[unknown, unknown]>([
  [
    { external_id: 42, display_name: 7.5 },
    { external_id: '42', display_name: '7.5' },
  ],
  [{ external_id: 0 }, { external_id: '0' }],
  [
    { display_name: 'A\0nn\ud800', metadata: { note: ['x\0', { y: '\udc00' }] } },
    { display_name: 'Ann\ufffd', metadata: { note: ['x', { y: '\ufffd' }] } },
  ],
  [{ display_name: 'x'.repeat(300) }, { display_name: 'x'.repeat(255) }],
  [{ display_name: `${'x'.repeat(254)}😀` }, { display_name: `${'x'.repeat(254)}\ufffd` }],
  [
    { metadata: { plan: 'pro', since: new Date(0), at: undefined } },
    { metadata: { plan: 'pro', since: '1970-01-01T00:00:00.000Z' } },
  ],
])('the respondent %j becomes %j', (respondent, expected) => {
  expect(readRespondent(respondent as object)).toEqual(expected);
});

const nest = (levels: number): object => (levels > 1 ? { in: nest(levels - 1) } : {});

it('a respondent’s metadata may have twenty levels', () => {
  expect(readRespondent({ metadata: nest(20) })).toEqual({ metadata: nest(20) });
});
