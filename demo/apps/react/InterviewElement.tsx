import 'koji-embed/react';
import type { KojiInterviewElement } from 'koji-embed/element';
import { useRef } from 'react';

interface Props {
  onComplete(reason: string): void;
}

/** The custom element: React 19 sets its attributes and listens to its events. */
export function InterviewElement({ onComplete }: Props) {
  const interview = useRef<KojiInterviewElement>(null);
  return (
    <>
      <button type="button" onClick={() => interview.current?.open()}>
        Talk to us
      </button>
      <koji-interview
        ref={interview}
        study="onboarding"
        mode="popup"
        trigger="manual"
        onkoji-complete={event => onComplete(event.detail.reason)}
      />
    </>
  );
}
