/** A place in a text that refers to an option. */
export interface OptionMention {
  /** The option's index in its question. */
  option: number;
  /** Offsets in the text. */
  start: number;
  end: number;
  /** How the option was recognised, from the most to the least certain. */
  by: 'name' | 'words' | 'spelling' | 'position' | 'meaning';
}

/** Whether a part of the text overlaps a mention. */
export const overlapsMention = (mentions: OptionMention[], start: number, end: number) =>
  mentions.some(mention => start < mention.end && end > mention.start);
