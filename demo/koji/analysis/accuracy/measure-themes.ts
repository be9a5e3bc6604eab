import type { Analysis, Quote } from '../../../../src/wire/analysis.ts';
import { createBuiltInAnalyst } from '../built-in-analyst.ts';
import { stemWord } from '../language/stem.ts';
import { type LabelledInterview, toFinishedInterview } from './labelled-interviews.ts';

/** How well themes are found. Shares are 0 to 1. */
export interface ThemeFigures {
  interviews: number;
  /** Number of planted themes and of found themes. */
  planted: number;
  found: number;
  /** Share of planted themes that were found. */
  recall: number;
  /** Share of found themes that were planted. A planted theme that is found twice counts once. */
  precision: number;
  /** Share of quotes that are word for word in the message they name. */
  verbatim: number;
}

/** Finds the themes of labelled interviews and compares them with the planted ones. */
export async function measureThemes(interviews: LabelledInterview[]): Promise<ThemeFigures> {
  const analyst = createBuiltInAnalyst();
  let [planted, recalled, found, quotes, verbatim] = [0, 0, 0, 0, 0];
  for (const interview of interviews) {
    const analysis = await analyst.analyse(toFinishedInterview(interview));
    const matches = new Set(
      analysis.themes.map(theme => findPlantedTheme(theme.quotes, interview)).filter(label => label !== undefined),
    );
    planted += Object.keys(interview.themes).length;
    recalled += matches.size;
    found += analysis.themes.length;
    for (const { message_id, text } of listQuotes(analysis)) {
      quotes++;
      if (findExchange(message_id, interview)?.say.includes(text)) verbatim++;
    }
  }
  return {
    interviews: interviews.length,
    planted,
    found,
    recall: recalled / planted,
    precision: recalled / found,
    verbatim: verbatim / quotes,
  };
}

const listQuotes = ({ themes, insights }: Analysis) => [...themes, ...insights].flatMap(({ quotes }) => quotes);

const findExchange = (messageId: string, { exchange }: LabelledInterview) =>
  exchange[Number(messageId.slice('say-'.length))];

/** The planted theme of more than half of a found theme's quotes; undefined if there is none. */
function findPlantedTheme(quotes: Quote[], interview: LabelledInterview): string | undefined {
  const votes = new Map<string, number>();
  for (const quote of quotes) {
    for (const label of listLabels(quote, interview)) votes.set(label, (votes.get(label) ?? 0) + 1);
  }
  const [best] = [...votes].sort((a, b) => b[1] - a[1]);
  return best && best[1] > quotes.length / 2 ? best[0] : undefined;
}

/**
 * The planted themes of a quote. In a message with several themes, only those whose words are in
 * the quote.
 */
function listLabels({ message_id, text }: Quote, interview: LabelledInterview): string[] {
  const labels = findExchange(message_id, interview)?.themes ?? [];
  if (labels.length <= 1) return labels;
  const stems = new Set((text.toLowerCase().match(/[a-z]+/g) ?? []).map(stemWord));
  return labels.filter(label => interview.themes[label]!.some(word => stems.has(stemWord(word))));
}
