import { useState } from 'react';
import { Interview } from './Interview.tsx';
import { InterviewElement } from './InterviewElement.tsx';
import { useHash } from './use-hash.ts';

const ROUTES = { '': 'Your plan', '#why': 'Before you go', '#element': 'How was your start?' };

export function App() {
  const route = useHash();
  const [log, setLog] = useState<string[]>([]);
  const addToLog = (text: string) => setLog(previous => [...previous, text]);

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
            onStart={({ resumed }) => addToLog(resumed ? 'resumed' : 'started')}
            onComplete={({ reason }) => addToLog(`completed: ${reason}`)}
          />
        )}
        {route === '#element' && <InterviewElement onComplete={reason => addToLog(`completed: ${reason}`)} />}
      </main>
      <ul className="log" aria-label="Events">
        {log.map((text, index) => (
          <li key={index}>{text}</li>
        ))}
      </ul>
    </>
  );
}
