import type { GroupKind, NodeKind } from './diagram-model';

export type ThemeName = 'light' | 'dark';

interface Colors {
  readonly fill: string;
  readonly stroke: string;
}

/** The colours of a picture. Every text has a contrast of at least 4.5 with every fill. */
export interface Theme {
  readonly background: string;
  readonly text: string;
  readonly muted: string;
  readonly arrow: string;
  readonly nodes: Readonly<Record<NodeKind, Colors>>;
  readonly groups: Readonly<Record<GroupKind, Colors>>;
}

export const themes: Readonly<Record<ThemeName, Theme>> = {
  light: {
    background: '#ffffff',
    text: '#1f2328',
    muted: '#424a53',
    arrow: '#57606a',
    nodes: {
      external: { fill: '#ffffff', stroke: '#57606a' },
      entry: { fill: '#f3e8ff', stroke: '#8250df' },
      network: { fill: '#eaeef2', stroke: '#6e7781' },
      compute: { fill: '#fff1e0', stroke: '#bc4c00' },
      store: { fill: '#ddf4ff', stroke: '#0969da' },
      security: { fill: '#ffebe9', stroke: '#cf222e' },
      monitoring: { fill: '#ffeff7', stroke: '#bf3989' },
      other: { fill: '#f6f8fa', stroke: '#6e7781' },
    },
    groups: {
      region: { fill: '#ffffff', stroke: '#57606a' },
      global: { fill: '#ffffff', stroke: '#8250df' },
      vpc: { fill: '#fbfaff', stroke: '#8250df' },
      tier: { fill: '#f0fff4', stroke: '#1a7f37' },
      subnet: { fill: '#ffffff', stroke: '#0969da' },
      hosts: { fill: '#fff8f0', stroke: '#bc4c00' },
      services: { fill: '#f6f8fa', stroke: '#8c959f' },
      panel: { fill: '#ffffff', stroke: '#8c959f' },
    },
  },
  dark: {
    background: '#0d1117',
    text: '#f0f6fc',
    muted: '#c9d1d9',
    arrow: '#9198a1',
    nodes: {
      external: { fill: '#0d1117', stroke: '#9198a1' },
      entry: { fill: '#2b1d4a', stroke: '#a371f7' },
      network: { fill: '#21262d', stroke: '#8b949e' },
      compute: { fill: '#3d2207', stroke: '#db6d28' },
      store: { fill: '#0c2d4f', stroke: '#4493f8' },
      security: { fill: '#3d1418', stroke: '#f85149' },
      monitoring: { fill: '#3a1730', stroke: '#db61a2' },
      other: { fill: '#161b22', stroke: '#8b949e' },
    },
    groups: {
      region: { fill: '#0d1117', stroke: '#9198a1' },
      global: { fill: '#0d1117', stroke: '#a371f7' },
      vpc: { fill: '#12101c', stroke: '#a371f7' },
      tier: { fill: '#0c1a12', stroke: '#3fb950' },
      subnet: { fill: '#0d1117', stroke: '#4493f8' },
      hosts: { fill: '#1a1208', stroke: '#db6d28' },
      services: { fill: '#161b22', stroke: '#6e7681' },
      panel: { fill: '#0d1117', stroke: '#6e7681' },
    },
  },
};
