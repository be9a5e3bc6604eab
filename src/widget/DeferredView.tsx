import type { ComponentProps, ComponentType } from 'preact';
import { type DeferredModule, useDeferredViews } from './load-deferred.ts';
import type { DeferredViewProps, ViewProps } from './view-props.ts';

type ViewName = 'NewMessages' | 'PartialReply' | 'TimeLeft';
type OwnProps<Name extends ViewName> = Omit<ComponentProps<DeferredModule[Name]>, keyof ViewProps>;

/** Draws a view of the deferred chunk, by its name. Until the chunk is loaded it draws nothing. */
export function DeferredView<Name extends ViewName>(props: ViewProps & OwnProps<Name> & { view: Name }) {
  const deferred = useDeferredViews(props);
  if (!deferred) return null;
  const View = deferred[props.view] as ComponentType<DeferredViewProps>;
  return <View {...props} texts={deferred.texts} />;
}
