import type { Tongue } from './tongue.ts';

/** The respondent is addressed by "Sie". */
export const german: Tongue = {
  phrases: {
    thanks: [
      'Danke, das hilft mir.',
      'Verstehe, danke, dass Sie mir das sagen.',
      'Das leuchtet ein.',
      'Gut zu wissen.',
      'Danke, das habe ich notiert.',
      'Verstanden.',
      'Danke, das ist klar.',
      'Das ist aufschlussreich.',
      'Alles klar.',
      'In Ordnung.',
    ],
    unknowing: [
      'Das macht nichts, nicht alles hat eine Antwort.',
      'Kein Problem.',
      'Das ist in Ordnung.',
      'Macht nichts.',
    ],
    declined: [
      'Natürlich, das können wir auslassen.',
      'Das liegt ganz bei Ihnen. Machen wir weiter.',
      'Darauf müssen Sie nicht antworten.',
      'Gern, übersprungen.',
    ],
    onwards: [
      'Gehen wir weiter.',
      'Dabei können wir es belassen.',
      'Dann frage ich etwas anderes.',
      'Weiter zur nächsten Frage.',
    ],
    followUps: [
      'Könnten Sie mir dazu etwas mehr erzählen?',
      'Fällt Ihnen ein Beispiel ein?',
      'Warum war Ihnen das wichtig?',
      'Wie hat sich das auf Ihren Arbeitsalltag ausgewirkt?',
      'Was hätten Sie sich stattdessen gewünscht?',
    ],
    echo: 'Wenn Sie „…“ sagen, woran denken Sie dabei?',
    emptyAgain: 'Da habe ich leider nichts verstanden.',
    answers: {
      identity: 'Ich bin ein KI-Interviewer und kein Mensch; was Sie mir sagen, liest das Team.',
      duration: 'Insgesamt nur ein paar Minuten, und Sie können jederzeit aufhören.',
      purpose: 'Ihre Antwort hilft dem Team zu sehen, was es besser machen kann.',
      meaning: 'Wie auch immer Sie es verstehen, ist richtig: was Ihnen als Erstes einfällt.',
      other: 'Das ist eine gute Frage, und eine für das Team; ich kann sie nur weitergeben.',
    },
    again: {
      scale: 'Damit ich es richtig festhalte: Könnten Sie mir eine Zahl von {min} bis {max} nennen?',
      yes_no: 'Damit ich es richtig festhalte: Wäre das ein Ja oder ein Nein?',
      single_choice: 'Damit ich es richtig festhalte: Was davon passt am besten: {options}?',
      multiple_choice: 'Damit ich es richtig festhalte: Was davon trifft zu: {options}?',
      ranking:
        'Damit ich es richtig festhalte: Könnten Sie all das in eine Reihenfolge bringen, das Wichtigste zuerst: {options}?',
    },
    openAgain: 'Zurück zu meiner Frage:',
    stopped: 'Natürlich, wir hören hier auf. Vielen Dank für Ihre Zeit und für alles, was Sie mir gesagt haben.',
    afterwards: [
      'Danke, das habe ich ergänzt.',
      'Danke, auch das ist notiert.',
      'Danke. Alles, was Sie hier schreiben, wird aufbewahrt.',
    ],
  },
  wording: {
    fillers: /^(?:sorry|entschuldigung|also|naja|na ja|hm+|ähm?|äh|bitte) /,
    stop: /^(?:bitte |können wir |ich (?:will|möchte|würde gern(?:e)?) (?:jetzt )?)?(?:stopp?|aufhören|abbrechen|schluss|beenden|(?:das |dieses )?(?:interview|gespräch) (?:beenden|abbrechen))(?: (?:jetzt|hier|bitte|damit))*$|^(?:hören wir auf|lassen sie mich in ruhe|keine weiteren fragen|keine fragen mehr|ich bin fertig|es reicht|das reicht(?: jetzt)?)$/,
    refusal:
      /^(?:überspringen|weiter|nächste(?: frage)?|kein(?:en)? kommentar|keine angabe|k ?a|geht (?:sie|dich|euch|niemanden) nichts an)$|\b(?:(?:möchte|will|mag|würde) (?:ich )?(?:das |dazu |darauf |darüber |es )?(?:lieber )?(?:nicht|nichts|keine antwort) ?(?:sagen|beantworten|antworten|verraten|geben|sprechen|reden)?|lieber nicht|geht (?:sie|dich|euch|niemanden) nichts an)(?:$|\s)/,
    unknowing:
      /^(?:keine ahnung|weiß (?:ich )?nicht|weiss (?:ich )?nicht|(?:das )?(?:weiß|weiss) ich (?:\S+ ){0,2}nicht|ich (?:weiß|weiss) (?:es |das )?(?:\S+ )?nicht|nicht sicher|(?:ich )?bin (?:mir |ich )?(?:da )?nicht sicher|schwer zu sagen|(?:mir )?fällt (?:mir )?nichts ein|nichts|kann ich nicht sagen|habe ich vergessen|ich erinnere mich nicht|daran erinnere ich mich nicht)(?: (?:wirklich|ehrlich|gesagt|leider|mehr|gerade|dazu|ein))*$/,
    backQuestions: [
      [
        'identity',
        /(?:^|\s)(?:wer (?:bist du|sind sie|fragt|spricht)|(?:bist du|sind sie) (?:ein |eine )?(?:mensch|roboter|bot|ki|maschine|echt)|mit wem (?:spreche|rede|schreibe))/,
      ],
      ['duration', /(?:^|\s)(?:wie (?:lange|viele (?:\S+ )?fragen)|dauert (?:das|es) noch)/],
      ['purpose', /(?:^|\s)(?:warum|wieso|weshalb|wozu|wofür) .*(?:^|\s)(?:sie|ihr|du|fragen|wissen|das)/],
      [
        'meaning',
        /(?:^|\s)(?:was (?:meinen sie|meinst du|heißt das|bedeutet das|genau)|wie (?:meinen sie|meinst du)|(?:verstehe|versteh) (?:ich )?(?:die frage |das )?nicht|können sie das (?:erklären|anders))/,
      ],
    ],
    vague: new Set(
      'ok okay gut schlecht schön nett toll super passt so geht naja ja nein nö doch vielleicht irgendwie etwas sachen zeug alles nichts war es ist das der die den ein eine nur schon nicht wirklich sehr zu ganz ziemlich ich wir sie man und oder kommt drauf darauf an manchmal'.split(
        ' ',
      ),
    ),
    yes: new Set([
      'ja',
      'jo',
      'jup',
      'jep',
      'j',
      'klar',
      'na klar',
      'sicher',
      'gern',
      'gerne',
      'auf jeden fall',
      'natürlich',
      'unbedingt',
      'definitiv',
    ]),
    no: new Set([
      'nein',
      'nö',
      'nee',
      'ne',
      'n',
      'nie',
      'niemals',
      'auf keinen fall',
      'keinesfalls',
      'sicher nicht',
      'natürlich nicht',
      'bestimmt nicht',
      'definitiv nicht',
    ]),
    all: new Set(['alle', 'alles', 'alle davon', 'alles davon', 'alle genannten']),
    numbers: ['null', 'eins', 'zwei', 'drei', 'vier', 'fünf', 'sechs', 'sieben', 'acht', 'neun', 'zehn'],
    outOf: 'von',
    and: 'und',
  },
};
