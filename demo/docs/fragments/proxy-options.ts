/** Tables of the proxy's options and methods, made from their declarations. */
import { readInterface } from '../read-interface.ts';
import { renderMembers } from './table.ts';

const OPTIONS = 'src/server/options.ts';

export const renderProxyOptions = (): string => renderMembers(readInterface(OPTIONS, 'ProxyOptions'));
export const renderStudyOptions = (): string => renderMembers(readInterface(OPTIONS, 'StudyOptions'));
export const renderProxyMethods = (): string => renderMembers(readInterface('src/server/proxy.ts', 'InterviewProxy'));
export const renderWaitOptions = (): string =>
  renderMembers(readInterface('src/server/wait-for-analysis.ts', 'WaitOptions'));
