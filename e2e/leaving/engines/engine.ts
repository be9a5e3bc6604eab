/** A browser engine in which the scenarios run. */
export interface Engine {
  name: 'chromium' | 'firefox' | 'webkit';
  /** What to install if the engine cannot run on this machine; otherwise null. */
  missingSoftware(): string | null;
  /** The Debian packages that it needs. */
  packages: string[];
  /** @param env the environment of all its processes */
  launch(env: Record<string, string | undefined>): Promise<Browser>;
}

/** Each run has its own browser, so that runs don't affect each other. */
export interface Browser {
  /** The browser's name and version. */
  version: string;
  /** Opens a tab in the foreground; the previous one becomes hidden. */
  open(url: string): Promise<Tab>;
  /** Sends SIGKILL to the processes that show pages, not to the browser. */
  killRenderers(): void;
  /** Sends SIGKILL to the browser. */
  kill(): void;
  /** Kills all processes that are left after a run. */
  cleanUp(): Promise<void>;
}

export interface Tab {
  /** Runs the body of a function in the page and returns its result. */
  run<Value>(functionBody: string): Promise<Value>;
  goto(url: string): Promise<void>;
  reload(): Promise<void>;
  /** Goes back in the tab's history. May resolve before the page has changed. */
  back(): Promise<void>;
  close(): Promise<void>;
  /** Hides the tab, in an engine in which opening another tab doesn't hide it. */
  hide?(): Promise<void>;
}
