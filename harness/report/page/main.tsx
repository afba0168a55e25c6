import { render } from 'preact'
import './page.css'
import { App } from './app.tsx'
import { readPageData } from './data.ts'
import './phone.css'

const place = document.getElementById('page')
if (place !== null) render(<App data={readPageData()} />, place)
