import { useState } from 'react';
import { Interview } from './Interview.tsx';
import { InterviewElement } from './InterviewElement.tsx';
import { useHash } from './use-hash.ts';

const ROUTES = { '': 'Your plan', '#why': 'Before you go', '#element': 'How was your start?' };

export function App() {
  const route = useHash();
  const [heard, setHeard] = useState<string[]>([]);
  const hear = (what: string) => setHeard(before => [...before, what]);

  return (
    <>
      <nav>
        {Object.entries(ROUTES).map(([hash, name]) => (
          <a key={hash} href={hash || '#'} aria-current={hash === route ? 'page' : undefined}>
            {name}
          </a>
        ))}
      </nav>
      <main>
        <h1>{ROUTES[route as keyof typeof ROUTES]}</h1>
        {route === '' && <p>Harbour, for one marina. Renews on 1 March.</p>}
        {route === '#why' && (
          <Interview
            study="churn"
            onStart={({ resumed }) => hear(resumed ? 'resumed' : 'started')}
            onComplete={({ reason }) => hear(`completed: ${reason}`)}
          />
        )}
        {route === '#element' && <InterviewElement onComplete={reason => hear(`completed: ${reason}`)} />}
      </main>
      <ul className="heard" aria-label="What the page has heard">
        {heard.map((what, index) => (
          <li key={index}>{what}</li>
        ))}
      </ul>
    </>
  );
}
