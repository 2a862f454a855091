import { Component, type ReactNode } from 'react';
import { ErrorPanel } from '../../ui/error-panel.tsx';

/** Shown if the map's code fails to load. The list shows the same. */
export class MapFailure extends Component<{ of?: string; children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return (
      <ErrorPanel
        what={`Couldn’t load the map.${this.props.of ? ` The list shows the same ${this.props.of}.` : ''}`}
        error={this.state.error}
        retry={() => document.location.reload()}
      />
    );
  }
}
