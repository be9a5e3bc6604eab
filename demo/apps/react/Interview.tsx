import { type InterviewEvents, type InterviewOptions, mount } from 'koji-embed';
import { useEffect, useEffectEvent, useRef } from 'react';

interface Props extends Pick<InterviewOptions, 'study' | 'locale' | 'maxDuration'> {
  onStart?(started: InterviewEvents['koji-start']): void;
  onComplete?(completed: InterviewEvents['koji-complete']): void;
}

/** An interview where this component stands. It leaves the page with it, and goes on when it is mounted again. */
export function Interview({ study, locale, maxDuration, onStart, onComplete }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const started = useEffectEvent((detail: InterviewEvents['koji-start']) => onStart?.(detail));
  const completed = useEffectEvent((detail: InterviewEvents['koji-complete']) => onComplete?.(detail));

  useEffect(() => {
    const interview = mount({ study, locale, maxDuration, mode: 'inline', target: place.current! });
    interview.on('koji-start', event => started(event.detail));
    interview.on('koji-complete', event => completed(event.detail));
    return () => interview.destroy();
  }, [study, locale, maxDuration]);

  return <div ref={place} />;
}
