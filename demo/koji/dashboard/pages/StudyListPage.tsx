/** @jsxImportSource hono/jsx */
import type { ListedStudy } from '../../studies/list-studies.ts';
import { DateTime } from '../components/DateTime.tsx';
import { PageLayout } from '../components/PageLayout.tsx';
import { formatScore } from '../format.ts';
import { studyPath } from '../paths.ts';

/** All studies that have interviews. */
export const StudyListPage = ({ studies, viewer }: { studies: ListedStudy[]; viewer: { email: string } }) => (
  <PageLayout title="Studies" kind="studies" viewer={viewer}>
    <h1>Studies</h1>
    {studies.length > 0 ? <StudyTable studies={studies} /> : <NoStudies />}
  </PageLayout>
);

const NoStudies = () => (
  <p class="empty">
    No studies yet. A study appears here with its first interview, for example on <a href="/">the demo page</a>.
  </p>
);

const StudyTable = ({ studies }: { studies: ListedStudy[] }) => (
  <table>
    <thead>
      <tr>
        <th scope="col">Study</th>
        <th scope="col" class="wide">
          Newest interview
        </th>
        <th scope="col" class="number">
          Interviews
        </th>
        <th scope="col" class="number wide">
          Completed
        </th>
        <th scope="col" class="number">
          Quality
        </th>
      </tr>
    </thead>
    <tbody>
      {studies.map(study => (
        <StudyRow study={study} />
      ))}
    </tbody>
  </table>
);

const StudyRow = ({
  study: { name, title, interviews, completed, quality, lastStartedAt },
}: {
  study: ListedStudy;
}) => (
  <tr>
    <th scope="row" dir="auto">
      <a href={studyPath(name)}>{title}</a>
      <span class="about">{name}</span>
    </th>
    <td class="wide">
      <DateTime value={lastStartedAt} />
    </td>
    <td class="number">{interviews}</td>
    <td class="number wide">{completed}</td>
    <td class="number">
      {quality === null ? <span class="visually-hidden">none</span> : <b>{formatScore(quality)}</b>}
    </td>
  </tr>
);
