export function buildState(path: string): Promise<void>;
