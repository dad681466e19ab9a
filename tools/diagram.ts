import { createDiagramCommand, parseDiagramArguments } from './diagram/diagram-arguments';
import { runDiagram } from './diagram/diagram-command';
import { runCommand } from './shared/run-command';

runCommand((stop) => runDiagram(parseDiagramArguments(createDiagramCommand(), process.argv.slice(2)), stop));
