import type { LanguagePack } from './language-pack.ts';

export const english: LanguagePack = {
  phrases: {
    afterAnswer: [
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
    afterDontKnow: [
      'That is fine, not everything has an answer.',
      'No problem at all.',
      'That is all right.',
      'Never mind.',
    ],
    afterRefusal: [
      'Of course, we can leave that out.',
      'That is entirely up to you. Let us move on.',
      'No need to answer that one.',
      'Sure, skipped.',
    ],
    afterBareNo: ['All right.', 'Understood.', 'I see.'],
    afterAbuse: [
      'I am sorry that this is a nuisance. You can stop whenever you like; I will try one other question.',
      'I understand that you have had enough of this.',
    ],
    afterNoAnswer: ['Let us go on.', 'We can leave it at that.', 'Let me ask something else.', 'On to the next one.'],
    followUps: [
      'Could you tell me a little more about that?',
      'Can you think of an example?',
      'What made that matter to you?',
      'How did that affect your day-to-day work?',
      'What would you have liked instead?',
    ],
    followUpOnWords: 'When you say “…”, what do you have in mind?',
    afterEmptyMessage: 'I did not quite catch anything there.',
    counterQuestionReplies: {
      identity: 'I am an AI interviewer, not a person; the team reads what you tell me.',
      duration: 'Only a few minutes in all, and you can stop whenever you like.',
      purpose: 'Your answer helps the team to see what to improve.',
      meaning: 'However you understand it is fine: whatever comes to mind first.',
      other: 'That is a good question, and one for the team; I can only pass it on.',
    },
    askAgain: {
      scale: 'So that I note it correctly, could you give me a number from {min} to {max}?',
      yes_no: 'So that I note it correctly, would that be a yes or a no?',
      single_choice: 'So that I note it correctly, which of these fits best: {options}?',
      multiple_choice: 'So that I note it correctly, which of these apply: {options}?',
      ranking: 'So that I note it correctly, could you put all of these in order, the most important first: {options}?',
    },
    askOpenAgain: 'Coming back to my question:',
    afterStop: 'Of course, we stop here. Thank you for your time and for what you told me.',
    afterConclusion: [
      'Thank you, I have added that.',
      'Thanks, that is noted too.',
      'Thank you. Everything you write here is kept.',
    ],
  },
  patterns: {
    leadingFillers: /^(?:(?:sorry|well|hmm+|um+|uh|please|(?:ha)+|lol|tbh|honestly) )+/,
    stop: /^(?:please |can we |i (?:want|would like|'d like) to )?(?:stop|quit|end (?:it|this|the interview|here))(?: (?:now|here|it|this|the interview|please))*$|^(?:leave me alone|no more questions|i(?:'m| am) done(?: with this)?|that'?s enough|go away|(?:good ?)?bye(?: bye)?|i (?:have to|need to|gotta|must) go(?: now)?|gotta go)$/,
    abuse:
      /^(?:fuck(?:ing)?|screw|piss|sod|shut|bugger)(?: (?:off|you|this|it|up|all of you|yourself))*$|\b(?:you(?:'re| are)?|ur|u|this|what) (?:(?:is|r|are|such|a|an|just|all|so) )*(?:stupid|dumb|useless|idiots?|idiotic|morons?|shit|crap|bullshit|pathetic|joke)(?: (?:bot|thing|machine|questions?|survey|interview|robot|people))?$|^(?:stupid|dumb|useless) (?:bot|machine|questions?|survey|interview|robot)s?$/,
    bareNo: /^(?:no|nope|nah|none|nothing|not really|no not really|never|nothing really|not that i (?:know|remember))$/,
    refusal:
      /^(?:whatever|who cares|no reason|why should i(?: tell you)?|skip(?: (?:it|this|that|this one|please))?|pass|next(?: question)?|no comment|none of your business|n\/?a|prefer not(?: to (?:say|answer))?)$|\b(?:(?:rather|prefer|'d) not (?:to )?(?:say|answer|tell|talk)|(?:don'?t|do not) (?:want|wish|like) to (?:say|answer|tell|talk)|won'?t (?:say|answer|tell)|none of your business)\b/,
    dontKnow:
      /^(?:no idea|not sure|dunno|idk|no clue|hard to say|nothing comes to mind|can'?t (?:say|think of (?:anything|one))|i (?:really |honestly )?(?:don'?t|do not) (?:know|remember|recall)|i(?:'m| am) not sure|i have no (?:idea|clue)|i forgot)(?: (?:really|honestly|sorry|right now|yet|at all|tbh|you tell me|man|mate))*$/,
    counterQuestions: [
      [
        'identity',
        /\b(?:who are you|are you (?:a |an )?(?:human|real|robot|bot|ai|person|machine)|am i talking to|who (?:is|am i) (?:this|asking))\b/,
      ],
      ['duration', /\bhow (?:long|many (?:more )?questions|much longer)\b/],
      ['purpose', /\bwhy (?:do|are|would|should|does)\b.{0,200}\b(?:you|i|ask|asking|know|need|matter)\b/],
      [
        'meaning',
        /\bwhat (?:do|does|did) (?:you|that|this|it) mean\b|\bwhat exactly\b|\bcan you (?:explain|rephrase|clarify)\b|\bi don'?t understand\b/,
      ],
    ],
    unmarkedQuestion:
      /^(?:what|who|where|when|why|how)(?:'?s| (?:is|are|do|does|did|can|will|would|should|was|much|many|long))(?: \w+)? (?:you|your|i|we|it|this|that|the|there|anyone|others)\b|^what'?s (?:your|the)\b|^(?:can|could|may|do|does|are|is|will) (?:you|i|we|there|this|anyone)\b/,
    vagueWords: new Set(
      'ok okay fine good bad nice great so meh yes no yeah nope maybe some things stuff whatever it was is all just the a an alright not really too very quite pretty like i we they that this everything depends sometimes thing'.split(
        ' ',
      ),
    ),
    yesPhrases: new Set(['yes', 'yeah', 'yep', 'yup', 'y', 'sure', 'of course', 'definitely', 'absolutely']),
    noPhrases: new Set(['no', 'nope', 'nah', 'n', 'never', 'definitely not', 'absolutely not', 'of course not']),
    allOptionsPhrases: new Set(['all', 'all of them', 'all of these', 'all of those']),
    numberWords: ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'],
    // Matches nothing: the analyst reads English numbers with words around them.
    numberFillers: /(?!)/,
    articles: new Set(['a', 'an', 'the', 'my', 'our']),
    outOf: 'out of|of',
    and: 'and',
  },
};
