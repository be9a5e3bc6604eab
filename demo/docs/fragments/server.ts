/** What the proxy takes, as its own declarations have it. */
import { readInterface } from '../declarations.ts';
import { memberTable } from './table.ts';

const OPTIONS = 'src/server/options.ts';

export const proxyOptions = (): string => memberTable(readInterface(OPTIONS, 'ProxyOptions'));
export const studyOptions = (): string => memberTable(readInterface(OPTIONS, 'StudyOptions'));
export const proxyMethods = (): string => memberTable(readInterface('src/server/proxy.ts', 'InterviewProxy'));
export const waitOptions = (): string => memberTable(readInterface('src/server/wait-for-analysis.ts', 'WaitOptions'));
