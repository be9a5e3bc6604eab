const splitLines = (lines: string[]): ReadonlySet<string> => new Set(lines.flatMap(line => line.split(' ')));

/** Words that fit any subject and therefore name none, as lemmas. */
export const WEAK_THEME_WORDS = splitLines([
  'thing stuff lot bit way kind sort type part time day week month year hour minute moment today yesterday tomorrow',
  'morning evening night one people person someone anyone everyone guy man woman case fact point reason example',
  'instance idea problem issue question answer matter couple number rest end start side half whole everything',
  'anything something nothing good great nice bad okay fine best better worse worst big small little new old able',
  'sure real different same own other few many much more most first last next get go make do have be take give come',
  'see know think want need try use find feel say tell look like love hate keep put let mean seem become happen',
  'stop work help show ask call leave turn bring begin set enjoy guess suppose believe hope wish happy glad sorry',
  'please thank thanks yes no maybe really actually probably definitely just even still always never often',
  'sometimes usually quite pretty very too also already yet again ever almost enough honest honestly overall main',
  'mainly mostly especially exactly simply basically literally totally completely right wrong long short high low',
  'far second third two three four five six seven eight nine ten hundred thousand dozen once twice user customer',
  "client product company service experience app tool place stuff’s ’s 's etc i'd i've can't don't ’d january",
  'february march april may june july august september october november december monday tuesday wednesday thursday',
  'friday saturday sunday saturdays sundays fridays mondays',
]);

/**
 * People and things of everyday life, as lemmas. They are seldom the subject, so they count less.
 */
export const EVERYDAY_NOUNS = splitLines([
  'mother father mum dad parent parents wife husband partner brother sister son daughter child children kid kids',
  'twin uncle aunt cousin grandmother grandfather granddaughter friend colleague neighbour neighbor man woman boy',
  'girl boss client guest visitor home house door street town city country village room hand head eye foot table',
  'wall window life world weekend night summer winter spring autumn christmas rain sun name number line page list',
  'word letter box bag car garden office',
]);
