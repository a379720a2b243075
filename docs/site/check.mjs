// Checks the built site: links and anchors of all pages, and in Chromium the title, the search, the dark mode, a narrow
// screen, errors, and that no page requests anything from another host. Saves screenshots in the folder that is passed as
// an argument, if any.
import { createServer } from 'node:http'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import puppeteer from 'puppeteer-core'

const dist = fileURLToPath(new URL('.build/dist', import.meta.url))
const screenshots = process.argv[2]
const problems = []
const types = {
  '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.png': 'image/png',
  '.svg': 'image/svg+xml'
}

function verify(condition, problem) {
  if (!condition) {
    problems.push(problem)
  }
}

function files(folder) {
  return readdirSync(folder).flatMap((name) => {
    const file = join(folder, name)
    return statSync(file).isDirectory() ? files(file) : [file]
  })
}

const pages = files(dist).filter((file) => file.endsWith('.html')).map((file) => relative(dist, file)).sort()

function verifyLinks() {
  const html = new Map(pages.map((page) => [page, readFileSync(join(dist, page), 'utf8')]))
  const ids = new Map([...html].map(([page, text]) => [page, new Set([...text.matchAll(/ id="([^"]+)"/g)].map((id) => id[1]))]))
  for (const [page, text] of html) {
    for (const [, link] of text.matchAll(/<a [^>]*?href="([^"]+)"/g)) {
      const url = new URL(link.replaceAll('&amp;', '&'), `http://site/${page}`)
      if (url.host !== 'site') {
        continue
      }
      let path = decodeURIComponent(url.pathname).slice(1)
      path = path === '' || path.endsWith('/') ? path + 'index.html' : path
      path = ids.has(path) || existsSync(join(dist, path)) ? path : path + '.html'
      const anchor = decodeURIComponent(url.hash.slice(1))
      verify(existsSync(join(dist, path)), `${page} links to ${link}, which does not exist`)
      verify(!anchor || !ids.has(path) || ids.get(path).has(anchor), `${page} links to ${link}, whose anchor does not exist`)
    }
    verify(!/<(script|link|img|iframe)[^>]+(src|href)="(https?:)?\/\//.test(text), `${page} loads from another host`)
  }
}

const server = createServer((request, response) => {
  const path = decodeURIComponent(new URL(request.url, 'http://site').pathname)
  const file = join(dist, path.endsWith('/') ? path + 'index.html' : path)
  const found = [file, file + '.html'].find((candidate) => existsSync(candidate) && statSync(candidate).isFile())
  response.writeHead(found ? 200 : 404, { 'Content-Type': types[extname(found ?? '')] ?? 'application/octet-stream' })
  response.end(found ? readFileSync(found) : '')
})

async function open(browser, url, width) {
  const tab = await browser.newPage()
  tab.setDefaultTimeout(120_000)
  await tab.setViewport({ width, height: 900 })
  tab.on('console', (message) => verify(message.type() !== 'error', `${url}: ${message.text()}`))
  tab.on('pageerror', (error) => problems.push(`${url}: ${error.message}`))
  tab.on('request', (request) => verify(/^(data:|blob:|http:\/\/127\.0\.0\.1:)/.test(request.url()),
    `${url} requests ${request.url()}`))
  await tab.goto(url, { waitUntil: 'networkidle0' })
  return tab
}

async function screenshot(tab, name) {
  if (screenshots) {
    mkdirSync(screenshots, { recursive: true })
    await tab.screenshot({ path: join(screenshots, name + '.png') })
  }
}

async function search(tab, button, text, expected) {
  await tab.click(button)
  await tab.waitForSelector('#localsearch-input')
  await tab.type('#localsearch-input', text)
  const found = await tab.waitForFunction((path) => [...document.querySelectorAll('.VPLocalSearchBox .result')]
    .slice(0, 8).some((result) => result.getAttribute('href').includes(path)), { timeout: 60_000 }, expected)
    .then(() => true, () => false)
  verify(found, `The search for "${text}" does not find ${expected}`)
  await screenshot(tab, `search-${expected.replaceAll(/\W/g, '')}`)
  await tab.keyboard.press('Escape')
}

const scrolls = (tab) => tab.evaluate(() => document.documentElement.scrollWidth > innerWidth + 1)

const overlap = (tab, first, second) => tab.evaluate((one, other) => {
  const [a, b] = [one, other].map((selector) => document.querySelector(selector).getBoundingClientRect())
  return a.bottom > b.top && b.bottom > a.top && a.right > b.left && b.right > a.left
}, first, second)

async function verifyInBrowser(browser, base) {
  let tab = await open(browser, base + '/', 1440)
  verify((await tab.title()).includes('Qhaigc Gemini for Spring AI'), 'The title of the site is missing')
  await screenshot(tab, 'home')
  await search(tab, '.DocSearch-Button', 'Retry-After', '/reliability')
  await search(tab, '.DocSearch-Button', 'qhaigc.call-timeout', '/configuration')
  const color = () => tab.evaluate(() => getComputedStyle(document.body).backgroundColor)
  const light = await color()
  const heroImage = () => tab.$$eval('.VPHero .image-src', (images) => images.filter((image) => image.checkVisibility()).map((image) => image.src.replace(/.*\//, '')).join())
  verify(await heroImage() === 'playground-light-en.png', 'The start page does not show the light image')
  await tab.click('.VPNavBar .VPSwitchAppearance')
  await tab.waitForSelector('html.dark')
  verify(await color() !== light, 'The dark mode does not change the background')
  verify(await heroImage() === 'playground-dark-en.png', 'The start page does not show the dark image in the dark mode')
  await tab.close()
  tab = await open(browser, base + '/tools.html', 1440)
  verify(await tab.evaluate(() => document.documentElement.classList.contains('dark')), 'The dark mode is not kept on the next page')
  verify(await tab.$('.diagram svg'), 'tools.html has no diagram')
  await screenshot(tab, 'tools-dark')
  await tab.close()
  for (const page of ['failover', 'streaming', 'tools', 'reliability', 'unified-endpoint']) {
    tab = await open(browser, `${base}/${page}.html`, 1440)
    const fills = await tab.$$eval('.diagram :is(rect, polygon, path)', (shapes) => shapes.map((shape) => getComputedStyle(shape).fill))
    verify(fills.length > 0 && !fills.includes('rgb(255, 255, 255)'), `A diagram of ${page}.html has white shapes in the dark mode`)
    await screenshot(tab, `${page}-dark`)
    await tab.close()
  }
  tab = await open(browser, base + '/zh/', 1440)
  await search(tab, '.DocSearch-Button', '重试', '/zh/reliability')
  await tab.evaluate(() => localStorage.setItem('vitepress-theme-appearance', 'light'))
  await tab.close()
  tab = await open(browser, base + '/getting-started.html', 1440)
  await tab.evaluate(() => [...document.querySelectorAll('.vp-code-group label')].find((label) => label.textContent === 'Gradle').click())
  verify(await tab.$eval('.vp-code-group .blocks > div.active', (block) => block.textContent.includes('implementation')),
    'The tab Gradle does not show its code')
  await screenshot(tab, 'getting-started')
  await tab.close()
  for (const page of pages.filter((name) => name !== '404.html')) {
    tab = await open(browser, `${base}/${page}`, 390)
    verify(!await scrolls(tab), `${page} is wider than 390 px`)
    verify((await tab.title()).length > 5, `${page} has no title`)
    if (page === 'index.html') {
      verify(!await overlap(tab, '.VPHero .image-src.light', '.VPHero .name'), 'The image of the start page covers the title')
    }
    if (/^(index|zh.reliability|tools)\.html/.test(page)) {
      await screenshot(tab, 'phone-' + page.replace(/\W/g, '-'))
    }
    await tab.close()
  }
}

verifyLinks()
await new Promise((started) => server.listen(0, '127.0.0.1', started))
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-background-networking', '--disable-component-update']
})
try {
  await verifyInBrowser(browser, `http://127.0.0.1:${server.address().port}`)
}
finally {
  await browser.close()
  server.close()
}
console.log(`${pages.length} pages checked`)
problems.slice(0, 30).forEach((problem) => console.error(problem))
process.exit(problems.length ? 1 : 0)
