import { type Browser, chromium } from 'playwright';
import { buildWidgetIfStale } from '../../demo/tools/build-widget.ts';
import { launchOptions, requireBrowser } from '../support/browser.ts';
import { startProduct } from '../support/product.ts';
import type { Benchmark, Cell, Table } from './benchmark.ts';
import { type Spread, spreadOf } from './measure.ts';
import { type Candidate, koji, others, pageAlone, versionOf } from './peers/candidates.ts';
import { type HostSite, startHostSite } from './peers/host-site.ts';
import { installPeers } from './peers/install.ts';
import { NETWORKS, type Network, POINTED, SLOWED, type Visit, visit } from './peers/visit.ts';

/** Only what is on this machine may answer: what a vendor's script asks for elsewhere fails at once. */
const NOBODY_ELSE = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1';

interface Measured extends Visit {
  elsewhere: string[];
  /** As `ready`, in a visit of its own. */
  readyPointed: number;
}

interface Measure {
  what: string;
  of(visit: Measured): number;
  say?: (value: number) => string;
  /** Whether it makes sense of a page that has nothing on it. */
  alone?: boolean;
}

const whole = (value: number) => Math.round(value).toLocaleString('en');
const megabytes = (value: number) => (value / 1e6).toFixed(2);

const WEIGHTS: Measure[] = [
  { what: 'bytes when the page has loaded', of: ({ bytesAtLoad }) => bytesAtLoad },
  { what: 'bytes until it can be answered', of: ({ bytesUntilReady }) => bytesUntilReady },
  { what: 'bytes in all', of: ({ bytesInAll }) => bytesInAll },
  { what: 'requests until it can be answered', of: ({ requestsUntilReady }) => requestsUntilReady },
  { what: 'requests in all', of: ({ requestsInAll }) => requestsInAll },
  { what: 'heap after opening, MB', of: ({ heap }) => heap, say: megabytes, alone: true },
  { what: 'layout shift', of: ({ shift }) => shift, say: value => value.toFixed(4) },
];

const TIMES: Measure[] = [
  { what: 'navigation to the page’s `load`, ms', of: ({ load }) => load, alone: true },
  { what: 'navigation to a launcher that works, ms', of: ({ launcher }) => launcher },
  { what: 'press to ready to type, ms', of: ({ ready }) => ready },
  { what: 'the same, pointed at before, ms', of: ({ readyPointed }) => readyPointed },
  { what: 'both: pressed as soon as it can be, ms', of: ({ launcher, ready }) => launcher + ready },
  { what: 'main thread until ready, ms', of: ({ mainThread }) => mainThread, alone: true },
  { what: 'longest task until ready, ms', of: ({ longestTask }) => longestTask, alone: true },
];

/** Ours beside what people would pick instead, each on the same page. */
export const peers: Benchmark = {
  name: 'peers',
  about: [
    `Each on the same plain page of a host, in Chromium with the processor slowed ${SLOWED} times, opened for the first time (empty caches). Scripts are`,
    'served brotli-compressed from the page’s own origin by HTTP/1.1, also those that would come from a CDN; bytes are bodies and answers’',
    `headers on the wire. Networks: ${NETWORKS.map(({ name, down, up, latency }) => `${name} (${down} kbit/s down, ${up} up, ${latency} ms)`).join('; ')}.`,
    'The page is left until it is at rest, then the launcher is pressed. "Ready to type" is when the question and an enabled box are painted; what is',
    'then typed has to get there. The mouse arrives right before it presses; "pointed at before": in a visit of its own the mouse is over the',
    `launcher for ${POINTED} ms before it presses. All take turns in one run.`,
  ].join('\n'),
  async run({ quick }) {
    await installPeers();
    await buildWidgetIfStale();
    const product = await startProduct();
    const browser = await chromium.launch(launchOptions(requireBrowser(), NOBODY_ELSE));
    const everybody = [pageAlone, koji, ...others];
    const sites = await Promise.all(everybody.map(candidate => siteOf(candidate, product.origin)));
    try {
      const rounds = quick ? 2 : 4;
      const visits = await inTurn(browser, everybody, sites, rounds);
      const missing = sites.flatMap(({ site }) => [...site.missing]);
      if (missing.length > 0) throw new Error(`Nobody answered ${missing.join(', ')}.`);
      return [
        {
          title: `Weight (both networks, ${rounds * NETWORKS.length} visits each)`,
          ...tableOf(
            WEIGHTS,
            everybody,
            visits.map(byNetwork => byNetwork.flat()),
          ),
        },
        ...NETWORKS.map(
          ({ name }, at): Table => ({
            title: `Time on ${name} (${rounds} visits each)`,
            ...tableOf(
              TIMES,
              everybody,
              visits.map(byNetwork => byNetwork[at]!),
            ),
          }),
        ),
        {
          title: 'What ran',
          columns: ['', 'version', 'how', 'asked for elsewhere, in vain'],
          rows: everybody
            .slice(1)
            .map((candidate, at) => [
              candidate.name,
              candidate.package ? versionOf(candidate.package) : 'this one',
              candidate.notes,
              [
                ...new Set(visits[at + 1]!.flat().flatMap(({ elsewhere }) => elsewhere.map(url => new URL(url).host))),
              ].join(', '),
            ]),
        },
      ];
    } finally {
      await browser.close();
      for (const { site } of sites) await site.close();
      await product.remove();
    }
  },
};

interface Served {
  site: HostSite;
  address: string;
}

async function siteOf(candidate: Candidate, kojiOrigin: string): Promise<Served> {
  const site = await startHostSite();
  if (candidate === koji) site.forward('/koji/', kojiOrigin);
  return { site, address: site.putPage('/', await candidate.serve(site)) };
}

/** Visits by candidate and network. The first round warms the browser up and is not counted. */
async function inTurn(
  browser: Browser,
  everybody: Candidate[],
  sites: Served[],
  rounds: number,
): Promise<Measured[][][]> {
  const visits = everybody.map(() => NETWORKS.map(() => [] as Measured[]));
  for (let round = -1; round < rounds; round++) {
    for (const [at, network] of NETWORKS.entries()) {
      if (round < 0 && at < NETWORKS.length - 1) continue;
      for (let turn = 0; turn < everybody.length; turn++) {
        // Another one begins each round.
        const who = (turn + Math.max(0, round)) % everybody.length;
        const seen = await visitOnce(browser, everybody[who]!, sites[who]!.address, network);
        if (round >= 0) visits[who]![at]!.push(seen);
      }
    }
  }
  return visits;
}

async function visitOnce(browser: Browser, candidate: Candidate, address: string, network: Network): Promise<Measured> {
  try {
    const seen = await visit(browser, candidate, address, network);
    const { ready } = candidate === pageAlone ? seen : await visit(browser, candidate, address, network, POINTED);
    return { ...seen, readyPointed: ready };
  } catch (cause) {
    throw new Error(`${candidate.name} could not be measured.`, { cause });
  }
}

function tableOf(measures: Measure[], everybody: Candidate[], visits: Measured[][]): Table {
  return {
    columns: ['', ...everybody.map(({ name }) => name), 'ours to the best other'],
    rows: measures.map(({ what, of, say = whole, alone = false }) => {
      const spreads = visits.map(seen => spreadOf(seen.map(of)));
      const cells = spreads.map(
        (spread, who): Cell => (everybody[who] === pageAlone && !alone ? '' : { text: withRange(spread, say), spread }),
      );
      const spreadFor = (candidate: Candidate) => spreads[everybody.indexOf(candidate)]!;
      return [
        what,
        ...cells,
        standing(
          spreadFor(koji),
          others.map(other => ({ name: other.name, spread: spreadFor(other) })),
        ),
      ];
    }),
  };
}

function withRange({ median, p10, p90 }: Spread, say: (value: number) => string): string {
  const [middle, low, high] = [median, p10, p90].map(say);
  return low === high ? middle! : `${middle} (${low} to ${high})`;
}

/** Less is better in every row. */
function standing(ours: Spread, peers: { name: string; spread: Spread }[]): string {
  const [best] = peers.toSorted((one, other) => one.spread.median - other.spread.median);
  const theirs = best!.spread.median;
  if (ours.median === theirs) return `the same (${best!.name})`;
  if (ours.median === 0 || theirs === 0) return ours.median < theirs ? 'leads' : `behind ${best!.name}`;
  const ratio = ours.median / theirs;
  return `${ratio < 1 ? 'leads' : 'behind'}: ${ratio.toFixed(2)}× ${best!.name}`;
}
