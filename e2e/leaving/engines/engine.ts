/** One of the browsers that people leave our interviews in. */
export interface Engine {
  name: 'chromium' | 'firefox' | 'webkit';
  /** Why it can't be driven here and what to install, or null. */
  missingSoftware(): string | null;
  /** Debian's packages of it. */
  packages: string[];
  /** @param env of all its processes */
  launch(env: Record<string, string | undefined>): Promise<Browser>;
}

/** A browser of its own for each run, so that runs can't disturb each other. */
export interface Browser {
  version: string;
  /** Opens a tab in the foreground; the one before it goes out of sight. */
  open(url: string): Promise<Tab>;
  /** SIGKILL to the processes that show pages; the browser itself stays. */
  killRenderers(): void;
  /** SIGKILL to the browser. */
  kill(): void;
  /** Tidies up after a run, whatever is left. */
  cleanUp(): Promise<void>;
}

export interface Tab {
  /** Runs the body of a function in the page. */
  run<Value>(body: string): Promise<Value>;
  goto(url: string): Promise<void>;
  reload(): Promise<void>;
  back(): Promise<void>;
  close(): Promise<void>;
  /** Puts it out of sight, in an engine where another tab in the foreground doesn't do that. */
  hide?(): Promise<void>;
}
