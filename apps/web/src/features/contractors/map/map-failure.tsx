import { Component, type ReactNode } from 'react';
import { ErrorPanel } from '../../../ui/error-panel.tsx';

/** Shown when the map's code cannot be loaded. The list beside it still says everything. */
export class MapFailure extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return (
      <ErrorPanel
        what="The map could not be loaded. The list has all of it."
        error={this.state.error}
        retry={() => document.location.reload()}
      />
    );
  }
}
