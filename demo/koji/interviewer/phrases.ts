/** All that the built-in interviewer says besides a guide's own sentences. Lists are used in order, each sentence once in an interview. */
export const english = {
  /** Before a question that follows a real answer. */
  thanks: [
    'Thank you, that helps.',
    'I see, thanks for telling me.',
    'That makes sense.',
    'Good to know.',
    'Thanks, I have noted that.',
    'Understood.',
    'Thank you, that is clear.',
    'That is useful to hear.',
    'Got it.',
    'All right.',
  ],
  /** Before a question that follows "I don't know". */
  unknowing: ['That is fine, not everything has an answer.', 'No problem at all.', 'That is all right.', 'Never mind.'],
  /** Before a question that follows "I'd rather not say". */
  declined: [
    'Of course, we can leave that out.',
    'That is entirely up to you. Let us move on.',
    'No need to answer that one.',
    'Sure, skipped.',
  ],
  /** Before a question that is reached without an answer to the one before. */
  onwards: ['Let us go on.', 'We can leave it at that.', 'Let me ask something else.', 'On to the next one.'],
  /** Asks for more under an open question, once the guide's own follow-ups are used up. */
  followUps: [
    'Could you tell me a little more about that?',
    'Can you think of an example?',
    'What made that matter to you?',
    'How did that affect your day-to-day work?',
    'What would you have liked instead?',
  ],
  /** Asks for more where the answer was a word or two; `…` is that word. */
  echo: 'When you say “…”, what do you have in mind?',
  /** Invites again where nothing was said. */
  emptyAgain: 'I did not quite catch anything there.',
  /** Before asking again, by what the respondent asked back. */
  answers: {
    identity: 'I am an AI interviewer, not a person; the team reads what you tell me.',
    duration: 'Only a few minutes in all, and you can stop whenever you like.',
    purpose: 'Your answer helps the team to see what to improve.',
    meaning: 'However you understand it is fine: whatever comes to mind first.',
    other: 'That is a good question, and one for the team; I can only pass it on.',
  },
  /** Asks a structured question again, by its type. */
  again: {
    scale: 'So that I note it correctly, could you give me a number from {min} to {max}?',
    yes_no: 'So that I note it correctly, would that be a yes or a no?',
    single_choice: 'So that I note it correctly, which of these fits best: {options}?',
    multiple_choice: 'So that I note it correctly, which of these apply: {options}?',
    ranking: 'So that I note it correctly, could you put all of these in order, the most important first: {options}?',
  },
  /** Invites again to an open question, before its text. */
  openAgain: 'Coming back to my question:',
  /** When the respondent asks to stop. */
  stopped: 'Of course, we stop here. Thank you for your time and for what you told me.',
  /** To whatever is said after the end. */
  afterwards: [
    'Thank you, I have added that.',
    'Thanks, that is noted too.',
    'Thank you. Everything you write here is kept.',
  ],
};

export type Phrases = typeof english;
