import { EXIT } from '../base/errors.ts';
import { type AnalyzeResult, analyzeCaptures } from '../features/analyze/analyze-captures.ts';
import { DEFAULT_LIMITS, flowCapacity } from '../features/analyze/engine/limits.ts';
import { writeJson } from '../features/analyze/outputs/json.ts';
import { wantsColors, writeTerminal } from '../features/analyze/outputs/terminal/terminal.ts';
import type { Lang } from '../features/analyze/outputs/text/lang.ts';
import { inRawWords, say } from '../model/messages/message.ts';
import { saidOf } from '../model/messages/refusal.ts';
import type { CaptureInput } from '../sources/frames/read-capture.ts';
import { type AnalyzeCommand, type OpenCommand, STANDARD_INPUT } from './cli/command.ts';
import { complain, guardStreams } from './cli/complain.ts';
import { createProgress, type Progress } from './cli/progress.ts';
import { readAheadStarter } from './read-ahead.ts';
import { loadVendors } from './vendors.ts';

const DEFAULT_WIDTH = 100;

/**
 * `vigie analyze` and `vigie open`. Exit 0 when every input was a capture (a cut one too, with a warning), 2 when one
 * was not; what the others hold is shown all the same. `onKernel`: see EngineOptions.
 */
export async function runAnalyze(
  command: AnalyzeCommand | OpenCommand,
  onKernel: () => void = () => {},
): Promise<number> {
  if (command.kind === 'open' && command.files.length === 0) {
    const { whatToDoText } = await import('./cli/help.ts');
    guardStreams();
    process.stdout.write(whatToDoText(command.lang, wantsColors(process.stdout.isTTY === true, process.env)));
    return EXIT.ok;
  }
  if (command.kind === 'analyze' && command.csv !== null) {
    const { prepareCsvFolder } = await import('../features/analyze/outputs/csv.ts');
    await prepareCsvFolder(command.csv); // a folder that cannot be is told before the work, not after
  }
  const progress = command.quiet ? null : progressOf(command.lang);
  const result = await analyze(command, progress, onKernel);
  progress?.erase();
  for (const error of result.refused) complain(inRawWords(saidOf(error), command.lang));
  if (result.analysis.capture.files.length === 0) return EXIT.badInput;
  await writeOutputs(command, result);
  return result.refused.length > 0 ? EXIT.badInput : EXIT.ok;
}

function progressOf(lang: Lang): Progress {
  guardStreams();
  return createProgress({ out: process.stderr, nowMs: () => performance.now(), lang, quiet: false });
}

async function analyze(
  command: AnalyzeCommand | OpenCommand,
  progress: Progress | null,
  onKernel: () => void,
): Promise<AnalyzeResult> {
  const filter =
    command.filter === null ? null : (await import('./file-filter.ts')).fileFilter(command.filter);
  const limits =
    command.maxFlows === null
      ? DEFAULT_LIMITS
      : { ...DEFAULT_LIMITS, maxFlows: flowCapacity(command.maxFlows) };
  return analyzeCaptures({
    inputs: command.files.map((name) => ({ name, input: inputOf(name) })),
    vendorOf: loadVendors(),
    ...(progress === null ? {} : { onProgress: progress.update }),
    onKernel,
    ...readAheadStarter(command.filter === null ? command.files[0] : undefined),
    limits,
    ...(filter === null ? {} : { filter }),
  });
}

function inputOf(name: string): CaptureInput {
  return name === STANDARD_INPUT
    ? { stream: process.stdin, name: say('read.standard-input') }
    : { path: name };
}

async function writeOutputs(
  command: AnalyzeCommand | OpenCommand,
  { analysis }: AnalyzeResult,
): Promise<void> {
  const json = command.kind === 'analyze' && command.json;
  // With --json standard output is for machines; people read standard error.
  const tell = (text: string) => void (json ? process.stderr : process.stdout).write(text);
  if (json) {
    guardStreams();
    await writeJson(analysis, process.stdout);
    if (!command.quiet) for (const warning of analysis.warnings) complain(inRawWords(warning, command.lang));
  } else if (!command.quiet) {
    const out = process.stdout;
    await writeTerminal(
      analysis,
      {
        width: out.columns || DEFAULT_WIDTH,
        colors: wantsColors(out.isTTY === true, process.env),
        lang: command.lang,
        top: command.top,
      },
      out,
    );
  }
  if (command.kind === 'analyze' && command.csv !== null) {
    const { writeCsv } = await import('../features/analyze/outputs/csv.ts');
    const written = await writeCsv(analysis, command.csv);
    if (!command.quiet) tell(`\n${written.join('\n')}\n`);
  }
  const html = await htmlPath(command);
  if (html !== null) {
    const { writeHtml } = await import('../features/analyze/outputs/html/html.ts');
    await writeHtml(analysis, html, command.lang);
    if (!command.quiet) tell(`\n${html}\n`);
  }
}

async function htmlPath(command: AnalyzeCommand | OpenCommand): Promise<string | null> {
  if (command.kind === 'analyze') return command.html;
  const { reportName } = await import('./cli/report-name.ts');
  return reportName(command.files);
}
