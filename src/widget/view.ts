import { effect } from '@preact/signals';
import { Component, type ComponentChildren, type ComponentType } from 'preact';

/**
 * A component that is drawn again when a signal it has read changes, or one of its properties is another one; and never for
 * any other reason. (`@preact/signals` does the same with hooks, and brings them along: 2 KB that every page would load.)
 */
export abstract class View<Props extends object> extends Component<Props> {
  #unwatch = () => {};

  /** Draws it; whatever signals this reads are watched. */
  abstract draw(props: Props): ComponentChildren;

  override shouldComponentUpdate(next: Props): boolean {
    return Object.keys(next).some(name => next[name as keyof Props] !== this.props[name as keyof Props]);
  }

  override render(): ComponentChildren {
    let drawn: ComponentChildren;
    let isFirst = true;
    this.#unwatch();
    this.#unwatch = effect(() => {
      if (isFirst) drawn = this.draw(this.props);
      else this.forceUpdate();
      isFirst = false;
    });
    return drawn;
  }

  override componentWillUnmount(): void {
    this.#unwatch();
  }
}

/** A view from a function, the shortest way to one. */
export function view<Props extends object>(draw: (props: Props) => ComponentChildren): ComponentType<Props> {
  return class extends View<Props> {
    override draw = draw;
  };
}
