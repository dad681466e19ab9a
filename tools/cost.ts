import { createCostCommand, parseCostArguments } from './cost/cost-arguments';
import { runCost } from './cost/cost-command';
import { runCommand } from './shared/run-command';

runCommand((stop) => runCost(parseCostArguments(createCostCommand(), process.argv.slice(2)), stop));
