import type { Question } from '../../src/interview/questions.ts';
import { DEFERRED_TEXTS, type Texts } from '../../src/widget/deferred/texts.ts';
import ar from '../../src/widget/languages/ar.ts';
import { FIRST_TEXTS } from '../../src/widget/texts.ts';

/**
 * All texts of the pictures in one language: the widget's, the interviewer's and the respondent's.
 */
export interface SampleTexts {
  lang: string;
  dir: 'ltr' | 'rtl';
  widgetTexts: Texts;
  /** The interviewer's first turn, an open question. */
  opening: string;
  /** A long reply with an open question. */
  reply: string;
  /** The interviewer's last turn. */
  closing: string;
  answer: string;
  longAnswer: string;
  /** Text that is difficult to lay out: a long address, emoji, another writing direction. */
  difficultAnswer: string;
  /** Text for "Something else", drafts and comments. */
  otherAnswer: string;
  /** Sentence before a structured question. */
  questionLead: string;
  questions: Record<'scale' | 'slider' | 'single' | 'multiple' | 'ranking' | 'yesNo', Question>;
  /** The start of a long transcript, respondent and interviewer in turn, after the opening. */
  earlierTurns: string[];
}

type StructuredQuestions = SampleTexts['questions'];

const createQuestion = <Type extends Question['type']>(
  type: Type,
  text: string,
  config: Extract<Question, { type: Type }>['config'],
): Question => ({ id: `${type}-${text.length}`, text, type, config }) as Question;

const ENGLISH: SampleTexts = {
  lang: 'en',
  dir: 'ltr',
  widgetTexts: { ...FIRST_TEXTS, ...DEFERRED_TEXTS },
  opening: 'Hello! You cancelled your plan last week. What was the moment you decided to go?',
  reply:
    'That sounds tiring, above all with nine people waiting for their rooms. What did you do on the days when the planner had lost a booking?',
  closing: 'That is all I wanted to know. Thank you for taking the time.',
  answer: 'The price went up by a third in October.',
  longAnswer:
    'The price went up by a third in October, and only two of the nine of us ever opened the planner.\n\nWe tried the cheaper plan first. It has no room bookings, which is what we used it for.',
  difficultAnswer:
    'See https://help.tidemark.example/en/articles/4410923-why-was-my-booking-moved-to-another-room-without-asking?utm_source=mail 🙃\nשלום, and “Larkspur”.',
  otherAnswer: 'A whiteboard by the door',
  questionLead: 'Thank you, that helps.',
  questions: {
    scale: createQuestion('scale', 'How satisfied were you with Tidemark before that?', {
      min: 0,
      max: 10,
      min_label: 'Not at all',
      max_label: 'Completely',
    }),
    slider: createQuestion('scale', 'Out of 100 bookings, how many stayed where you had put them?', {
      min: 0,
      max: 100,
      min_label: 'None',
      max_label: 'All of them',
    }),
    single: createQuestion('single_choice', 'What do you use instead now?', {
      options: ['A spreadsheet', 'Another planner', 'Nothing for now'],
      allow_other: true,
    }),
    multiple: createQuestion('multiple_choice', 'What did you use Tidemark for?', {
      options: [
        'Shift planning',
        'Room bookings',
        'Asking for and approving days off, also those of the people who work half the week',
        'Reports',
      ],
      allow_other: true,
    }),
    ranking: createQuestion('ranking', 'What matters most in a planner?', {
      options: ['Price', 'Ease of use', 'Mobile app', 'Works with the calendars we have', 'Support'],
    }),
    yesNo: createQuestion('yes_no', 'Would you come back if bookings stayed put?', {}),
  } satisfies StructuredQuestions,
  earlierTurns: [
    'The price went up by a third in October.',
    'What did you think when you read about it?',
    'That we pay for nine and two use it.',
    'Who are the two?',
    'Mara, who plans the week, and I. The others look at the sheet by the door.',
    'What is on that sheet that the planner does not show them?',
    'Nothing. But it is by the door.',
    'I see. When did the planner help you last?',
    'In August, when half of us were away at the same time and Mara could see it in June.',
    'And when did it last get in the way?',
    'Last Tuesday it lost two room bookings, and I phoned around for an hour until everybody had a place.',
    'What would have had to be different that day?',
  ],
};

const ARABIC: SampleTexts = {
  lang: 'ar',
  dir: 'rtl',
  widgetTexts: ar.texts,
  opening: 'مرحبًا! ألغيت اشتراكك الأسبوع الماضي. ما اللحظة التي قررت فيها المغادرة؟',
  reply: 'يبدو ذلك مرهقًا، خاصة مع تسعة أشخاص ينتظرون غرفهم. ماذا كنت تفعل في الأيام التي يفقد فيها المخطط حجزًا؟',
  closing: 'هذا كل ما أردت معرفته. شكرًا على وقتك.',
  answer: 'ارتفع السعر بمقدار الثلث في أكتوبر.',
  longAnswer:
    'ارتفع السعر بمقدار الثلث في أكتوبر، ولم يفتح المخطط منا نحن التسعة سوى اثنين.\n\nجربنا الخطة الأرخص أولًا، لكنها بلا حجز للغرف، وهو ما كنا نستخدمه.',
  difficultAnswer:
    'انظر https://help.tidemark.example/en/articles/4410923-why-was-my-booking-moved-to-another-room 🙃\nTidemark هو ما نستخدمه.',
  otherAnswer: 'سبورة بجانب الباب',
  questionLead: 'شكرًا، هذا مفيد.',
  questions: {
    scale: createQuestion('scale', 'ما مدى رضاك عن Tidemark قبل ذلك؟', {
      min: 0,
      max: 10,
      min_label: 'غير راضٍ إطلاقًا',
      max_label: 'راضٍ تمامًا',
    }),
    slider: createQuestion('scale', 'من كل 100 حجز، كم بقي في مكانه؟', {
      min: 0,
      max: 100,
      min_label: 'لا شيء',
      max_label: 'كلها',
    }),
    single: createQuestion('single_choice', 'ماذا تستخدم الآن بدلًا منه؟', {
      options: ['جدول بيانات', 'مخطط آخر', 'لا شيء حاليًا'],
      allow_other: true,
    }),
    multiple: createQuestion('multiple_choice', 'فيم كنت تستخدم Tidemark؟', {
      options: ['تخطيط الورديات', 'حجز الغرف', 'طلب الإجازات والموافقة عليها، لمن يعملون نصف الأسبوع أيضًا', 'التقارير'],
      allow_other: true,
    }),
    ranking: createQuestion('ranking', 'ما الأهم في مخطط كهذا؟', {
      options: ['السعر', 'سهولة الاستخدام', 'تطبيق الهاتف', 'التوافق مع التقويمات', 'الدعم'],
    }),
    yesNo: createQuestion('yes_no', 'هل ستعود لو بقيت الحجوزات في مكانها؟', {}),
  } satisfies StructuredQuestions,
  earlierTurns: [
    'ارتفع السعر بمقدار الثلث في أكتوبر.',
    'ماذا خطر لك حين قرأت ذلك؟',
    'أننا ندفع عن تسعة ويستخدمه اثنان.',
    'من هما؟',
    'مارا التي تخطط الأسبوع، وأنا. الباقون ينظرون إلى الورقة بجانب الباب.',
    'ما الذي على تلك الورقة ولا يعرضه المخطط؟',
    'لا شيء. لكنها بجانب الباب.',
    'فهمت. متى ساعدك المخطط آخر مرة؟',
    'في أغسطس، حين كان نصفنا في إجازة وعرفت مارا ذلك في يونيو.',
    'ومتى أعاقك آخر مرة؟',
    'يوم الثلاثاء الماضي فقد حجزي غرفتين، واتصلت ساعة كاملة حتى وجد الجميع مكانًا.',
    'ما الذي كان يجب أن يختلف ذلك اليوم؟',
  ],
};

/** By writing direction: English and Arabic. */
export const SAMPLE_TEXTS = { ltr: ENGLISH, rtl: ARABIC };
