import { Failure } from './failure.js'
import { print } from './output.js'
import { wrongUsage } from './usage.js'
import { shells } from './words.js'

/** `sinfonia-wg completion`: the script that completes this command line in a shell. */
export async function completion(args: readonly string[], called: string): Promise<number> {
  const [word, ...more] = args
  const shell = shells.find((name) => name === word)
  if (word === undefined || more.length > 0) throw wrongUsage(called, 'completion')
  if (shell === undefined) throw new Failure(`Invalid shell: \`${word}'`)
  const [{ bashCompletion }, { zshCompletion }, { fishCompletion }] = await Promise.all([
    import('./completion/bash.js'),
    import('./completion/zsh.js'),
    import('./completion/fish.js'),
  ])
  const scripts = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion }
  print(scripts[shell]())
  return 0
}
