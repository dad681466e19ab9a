/** The page with the flowcharts, and the folder with the pictures. */
export const docsPage = 'docs/architecture.md';
export const docsFolder = 'docs/diagrams';

const flowchart = /(<!-- diagram (\w+) -->\n```mermaid\n)[\s\S]*?(^```$)/gm;

/** The environments whose flowcharts a page contains, after a comment such as `<!-- diagram dev -->`. */
export function environmentsIn(page: string): readonly string[] {
  return [...page.matchAll(flowchart)].map(([, , name = '']) => name);
}

/** The flowchart of an environment in a page; undefined if it has none. */
export function flowchartIn(page: string, environment: string): string | undefined {
  const found = [...page.matchAll(flowchart)].find(([, , name]) => name === environment);
  return found?.[0].slice(found[1]?.length, -'```'.length);
}

/** The page with other flowcharts. @param flowcharts by the names of their environments; others stay */
export function replaceFlowcharts(page: string, flowcharts: Readonly<Record<string, string>>): string {
  return page.replace(flowchart, (all, start: string, name: string, end: string) => {
    const text = flowcharts[name];
    return text === undefined ? all : `${start}${text}${end}`;
  });
}
