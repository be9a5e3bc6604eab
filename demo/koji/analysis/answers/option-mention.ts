/** An option of a question that a text speaks of. */
export interface OptionMention {
  /** The option's place in the question's list. */
  option: number;
  /** Where in the text. */
  start: number;
  end: number;
  /** How the option was recognised, the surest first. */
  by: 'name' | 'words' | 'spelling' | 'place' | 'meaning';
}

/** Whether a stretch of the text belongs to one of the mentions already. */
export const overlapsMention = (mentions: OptionMention[], start: number, end: number) =>
  mentions.some(mention => start < mention.end && end > mention.start);
