import { type InterviewEvents, type InterviewOptions, mount } from 'koji-embed';
import { useEffect, useEffectEvent, useRef } from 'react';

interface Props extends Pick<InterviewOptions, 'study' | 'locale' | 'maxDuration'> {
  onStart?(detail: InterviewEvents['koji-start']): void;
  onComplete?(detail: InterviewEvents['koji-complete']): void;
}

/** An inline interview. Unmounting removes it from the page; it continues when mounted again. */
export function Interview({ study, locale, maxDuration, onStart, onComplete }: Props) {
  const container = useRef<HTMLDivElement>(null);
  const handleStart = useEffectEvent((detail: InterviewEvents['koji-start']) => onStart?.(detail));
  const handleComplete = useEffectEvent((detail: InterviewEvents['koji-complete']) => onComplete?.(detail));

  useEffect(() => {
    const interview = mount({ study, locale, maxDuration, mode: 'inline', target: container.current! });
    interview.on('koji-start', event => handleStart(event.detail));
    interview.on('koji-complete', event => handleComplete(event.detail));
    return () => interview.destroy();
  }, [study, locale, maxDuration]);

  return <div ref={container} />;
}
