import { Argument, Command } from 'commander'

const epilogue = `
To have completions in every shell:
  bash  source <(sinfonia-tier3 completion bash)       in ~/.bashrc
  zsh   source <(sinfonia-tier3 completion zsh)        in ~/.zshrc, behind compinit
  fish  sinfonia-tier3 completion fish | source        in ~/.config/fish/config.fish`

/** `sinfonia-tier3 completion <shell>`: the script that completes this command line in a shell. */
export function completionCommand(program: Command): Command {
  return new Command('completion')
    .description('print the script that completes this command in a shell')
    .addArgument(new Argument('<shell>', 'which shell').choices(['bash', 'zsh', 'fish']))
    .addHelpText('after', epilogue)
    .action((shell: 'bash' | 'zsh' | 'fish') => completion(program, shell))
}

async function completion(program: Command, shell: 'bash' | 'zsh' | 'fish'): Promise<void> {
  const [{ commandLine }, { bashCompletion }, { zshCompletion }, { fishCompletion }, { aliases }] =
    await Promise.all([
      import('./completion/words.js'),
      import('./completion/bash.js'),
      import('./completion/zsh.js'),
      import('./completion/fish.js'),
      import('../../sinfonia/application-uuid.js'),
    ])
  const scripts = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion }
  process.stdout.write(scripts[shell](commandLine(program, [...aliases.keys()])))
}
