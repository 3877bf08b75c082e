/**
 * Whole sentences that the library says in English, and how they read in Portuguese.
 *
 * @module
 */

/** By their English. */
export const SENTENCES: Readonly<Record<string, string>> = {
  // Files
  'The file is not DICOM: neither the prefix DICM nor a data element is found.':
    'O arquivo não é DICOM: não há o prefixo DICM nem um elemento de dados.',
  'Choose DICOM files; other image formats carry no Hounsfield units.':
    'Escolha arquivos DICOM; outros formatos de imagem não trazem unidades Hounsfield.',
  'Fetch the file again from its source.': 'Busque o arquivo de novo na origem.',
  'Fetch it again from its source.': 'Busque-o de novo na origem.',
  'Export the file again from its source.': 'Exporte o arquivo de novo na origem.',
  'Convert the file to Explicit VR Little Endian.': 'Converta o arquivo para Explicit VR Little Endian.',
  'Convert the file to an uncompressed transfer syntax, if the size is true.':
    'Converta o arquivo para uma sintaxe sem compressão, se o tamanho for verdadeiro.',
  'The file ends inside its File Meta Information.': 'O arquivo termina dentro do próprio cabeçalho inicial.',
  'The File Meta Information is damaged.': 'O cabeçalho inicial do arquivo está danificado.',
  'The file ends before the data that this element promises.':
    'O arquivo termina antes dos dados que este elemento promete.',
  'The file holds fewer pixels than Rows, Columns and Number of Frames say.':
    'O arquivo contém menos pixels do que dizem Rows, Columns e Number of Frames.',
  'The file holds no image.': 'O arquivo não contém imagem.',
  'Open the images that belong to it.': 'Abra as imagens que pertencem a ele.',
  'The data set could not be read.': 'O conjunto de dados não pôde ser lido.',
  'The file could not be read.': 'O arquivo não pôde ser lido.',
  'The codestream is damaged.': 'Os dados comprimidos estão danificados.',
  'The decoder failed.': 'O decodificador falhou.',
  'There is not enough memory for the pixels.': 'Não há memória suficiente para os pixels.',
  'Close other pages, or open fewer files.': 'Feche outras páginas ou abra menos arquivos.',
  'The image needs more memory than the budget allows.':
    'A imagem precisa de mais memória do que o limite permite.',
  'Split the frames into several files, if the size is true.':
    'Divida os quadros em vários arquivos, se o tamanho for verdadeiro.',
  'The attribute is missing or empty.': 'O atributo falta ou está vazio.',
  'The value is not a finite decimal number.': 'O valor não é um número decimal finito.',
  'The value is not a whole number.': 'O valor não é um número inteiro.',
  'The image has no size.': 'A imagem não tem tamanho.',
  'A slope of zero makes all values equal.': 'Uma inclinação zero torna todos os valores iguais.',
  'The slice differs from the rest of its series and cannot be stacked with it.':
    'O corte difere do resto da série e não pode ser empilhado com ela.',
  'Open it alone.': 'Abra-o sozinho.',
  'Another file of this study has the same UID and other content.':
    'Outro arquivo deste estudo tem o mesmo UID e outro conteúdo.',
  'Find out which of the two is right, and open it alone.':
    'Descubra qual dos dois está certo e abra-o sozinho.',
  'Reading the file took longer than any image needs, and was stopped.':
    'A leitura do arquivo demorou mais do que qualquer imagem precisa e foi interrompida.',
  'Export the file again from its source; close other pages if the machine is busy.':
    'Exporte o arquivo de novo na origem; feche outras páginas se a máquina estiver ocupada.',
  'The file made its reading worker stop.': 'O arquivo fez parar o processo que o lia.',
  'The zip archive is damaged or incomplete.': 'O arquivo zip está danificado ou incompleto.',
  'The zip archive unpacks to more than the memory budget.':
    'O arquivo zip descompactado passa do limite de memória.',
  'The gzipped file is damaged or incomplete.': 'O arquivo gzip está danificado ou incompleto.',
  'A DICOMDIR is a list of files, and holds no image itself.':
    'Um DICOMDIR é uma lista de arquivos e não contém imagem.',
  'Open the folder that it lies in.': 'Abra a pasta em que ele está.',
  'The DICOMDIR names this file, and it is not among those opened.':
    'O DICOMDIR cita este arquivo, que não está entre os abertos.',
  'Open the whole folder of the DICOMDIR, or copy the medium again.':
    'Abra a pasta inteira do DICOMDIR, ou copie a mídia de novo.',
  'The NIfTI header cannot be read.': 'O cabeçalho NIfTI não pode ser lido.',
  'The NIfTI file ends before its voxels do.': 'O arquivo NIfTI termina antes dos seus voxels.',
  'This cannot be opened.': 'Isto não pode ser aberto.',
  'Give files, a folder, a zip, addresses, or bytes with a name.':
    'Dê arquivos, uma pasta, um zip, endereços ou bytes com nome.',
  'The picture is damaged.': 'A imagem está danificada.',
  'The PNG is damaged.': 'O PNG está danificado.',
  'The slice has no usable position: it cannot be measured.':
    'O corte não tem posição que sirva: não pode ser medido.',
  'The slices have no usable positions: they are sorted by number, and cannot be measured.':
    'Os cortes não têm posição que sirva: estão em ordem de número e não podem ser medidos.',

  // Addresses and the archive
  'The address lies on an origin that this page may not fetch from.':
    'O endereço fica em uma origem da qual esta página não pode buscar.',
  'Ask the host to allow the origin, or download the file and open it.':
    'Peça a quem cuida da página que permita a origem, ou baixe o arquivo e abra-o.',
  'Check the address and that its server allows this page (CORS).':
    'Verifique o endereço e se o servidor permite esta página (CORS).',
  'The DICOMweb service did not answer.': 'O serviço DICOMweb não respondeu.',
  'Check its address, that it runs, and the network.': 'Verifique o endereço, se ele está no ar e a rede.',
  'Check that it runs, and that it allows this page (CORS); if it cannot, put a proxy of this origin before it.':
    'Verifique se ele está no ar e se permite esta página (CORS); se não puder, ponha um proxy desta origem à frente dele.',
  'The DICOMweb service does not accept the sign-in.': 'O serviço DICOMweb não aceita este acesso.',
  'Give user and password as an authorization header, or a token.':
    'Dê usuário e senha em um cabeçalho de autorização, ou um token.',
  'The DICOMweb service does not allow this to who is signed in.':
    'O serviço DICOMweb não permite isto a quem entrou.',
  'Ask for the right at whoever runs it.': 'Peça a permissão a quem cuida dele.',
  'The DICOMweb service does not have what was asked.': 'O serviço DICOMweb não tem o que foi pedido.',
  'Check that the study is still there, and the address of the service.':
    'Verifique se o estudo ainda está lá e o endereço do serviço.',
  'Try again later.': 'Tente de novo mais tarde.',
  'Try again.': 'Tente de novo.',
  'Check the address of the service, and its log.': 'Verifique o endereço do serviço e o registro dele.',
  'The DICOMweb service does not answer in DICOM JSON.': 'O serviço DICOMweb não responde em DICOM JSON.',
  'The DICOMweb service does not send DICOM files.': 'O serviço DICOMweb não envia arquivos DICOM.',
  'Check that the address is that of a DICOMweb service.':
    'Verifique se o endereço é de um serviço DICOMweb.',
  'The answer of the DICOMweb service broke off.': 'A resposta do serviço DICOMweb foi interrompida.',
  'No token was given for the DICOMweb service.': 'Nenhum token foi dado para o serviço DICOMweb.',
  'Sign in again.': 'Entre de novo.',
  'The file was sent, and the service cannot be asked whether it has it.':
    'O arquivo foi enviado, e não se pode perguntar ao serviço se o tem.',
  'The DICOMweb service took the file and does not list it.':
    'O serviço DICOMweb recebeu o arquivo e não o lista.',
  'Look for the series in the archive before it is relied on, and send it again if it is not there.':
    'Procure a série no servidor antes de contar com ela e envie-a de novo se não estiver lá.',
  'Ask whoever runs the archive, with the reason and the time.':
    'Pergunte a quem cuida do servidor, com o motivo e a hora.',

  // Models and runs
  'Choose a series or a model that fits.': 'Escolha uma série ou um modelo que combinem.',
  'Choose a series of another modality.': 'Escolha uma série de outra modalidade.',
  'Choose a series whose pixels rescale to HU.': 'Escolha uma série cujos pixels sejam convertidos em HU.',
  'Restore the model folder from the package.': 'Restaure a pasta do modelo a partir do pacote.',
  'Restore the file from the package; changed weights are never run.':
    'Restaure o arquivo do pacote; pesos mudados nunca são executados.',
  'The weights of this model are not the ones its card promises.':
    'Os pesos deste modelo não são os que sua ficha promete.',
  'Export the model again; changed weights are never run.':
    'Exporte o modelo de novo; pesos mudados nunca são executados.',
  'Give a zip that a training here exported.': 'Dê um zip exportado por um treinamento daqui.',
  "Copy the package's dist/assets folder to your server and name it with configureAssets({ base }).":
    'Copie a pasta dist/assets do pacote para o servidor e indique-a com configureAssets({ base }).',
  'The reading worker could not be started.': 'O processo de leitura não pôde ser iniciado.',
  'The network needs more memory than is left.': 'A rede precisa de mais memória do que resta.',
  'Close other studies or pages and run it again.': 'Feche outros estudos ou páginas e execute de novo.',
  'Update the browser and its graphics driver, or run on another machine.':
    'Atualize o navegador e o driver de vídeo, ou use outra máquina.',
  'The model returned values that are not finite numbers.':
    'O modelo devolveu valores que não são números finitos.',
  'The model returned nothing but zeros.': 'O modelo devolveu só zeros.',
  'Run it again on wasm; if it stays, the model does not suit these images.':
    'Execute de novo em wasm; se continuar, o modelo não serve para estas imagens.',
  'Run it again on wasm; if it stays, the model file is damaged.':
    'Execute de novo em wasm; se continuar, o arquivo do modelo está danificado.',
  'Run it again; if it stays, report it.': 'Execute de novo; se continuar, relate.',
  'The series has no signal to scale by.': 'A série não tem sinal pelo qual ajustar a escala.',
  'Choose a series with a picture in it.': 'Escolha uma série que tenha imagem.',
  'Slices made between slices are not denoised.': 'Cortes criados entre cortes não têm o ruído reduzido.',
  'Denoise the acquired series first, then put slices between.':
    'Reduza primeiro o ruído da série adquirida, depois crie cortes entre os cortes.',
  'Slices are put between acquired slices only.': 'Só se criam cortes entre cortes adquiridos.',
  'Choose the acquired series, or one denoised on this page.':
    'Escolha a série adquirida, ou uma com ruído reduzido nesta página.',
  'There is no gap to fill: the series has fewer than two slices.':
    'Não há intervalo a preencher: a série tem menos de dois cortes.',
  'Choose a series of two or more slices.': 'Escolha uma série de dois ou mais cortes.',
  'Two slices lie at the same place, so there is no one way between slices.':
    'Dois cortes estão no mesmo lugar; por isso não há um só caminho entre cortes.',
  'Choose a series with one slice at each place: a single phase or echo.':
    'Escolha uma série com um corte em cada lugar: uma só fase ou eco.',
  'Choose a series whose slices lie in one stack.': 'Escolha uma série cujos cortes formem uma só pilha.',
  'The page offers whole factors only.': 'A página oferece só fatores inteiros.',
  'Give a factor from 2 to 8, or call interpolate() of the package.':
    'Dê um fator de 2 a 8, ou chame interpolate() do pacote.',
  'Tissues are told by Hounsfield units.': 'Os tecidos são distinguidos por unidades Hounsfield.',
  'Give CT slices whose pixels rescale to HU, or label maps.':
    'Dê cortes de TC cujos pixels sejam convertidos em HU, ou mapas de tecidos.',

  // Saving and training
  'This slice did not come from a DICOM file.': 'Este corte não veio de um arquivo DICOM.',
  'Export it as png.': 'Exporte-o como PNG.',
  'There are no slices to send.': 'Não há cortes para enviar.',
  'Choose a series that has some.': 'Escolha uma série que os tenha.',
  'The zip would hold more than 4 GB or 65,535 files.': 'O zip passaria de 4 GB ou de 65.535 arquivos.',
  'The browser keeps no data for this page.': 'O navegador não guarda dados desta página.',
  'The browser keeps no data for this page: there is no ledger.':
    'O navegador não guarda dados desta página: não há diário.',
  'Leave private browsing, or allow this page to keep data.':
    'Saia da navegação privada, ou permita que esta página guarde dados.',
  'Only CT and MR can be trained on.': 'Só se treina com TC e RM.',
  'Open a CT or MR series.': 'Abra uma série de TC ou RM.',
  'Open a series with more slices, or several series.': 'Abra uma série com mais cortes, ou várias séries.',
  'A slice has no pixel spacing: its size in mm is not known.':
    'Um corte não tem espaçamento de pixels: seu tamanho em mm não é conhecido.',
  'Train on slices whose spacing is known.': 'Treine com cortes de espaçamento conhecido.',
  'The slices differ in size.': 'Os cortes diferem em tamanho.',
  'Train on series of one size.': 'Treine com séries de um só tamanho.',
  'Slices that a network made are not trained on: networks that learn from networks get worse.':
    'Não se treina com cortes feitos por uma rede: redes que aprendem de redes pioram.',
  'Open the acquired series.': 'Abra a série adquirida.',
  'The slices hold no noise to learn from.': 'Os cortes não têm ruído de que aprender.',
  'Train on slices as they were acquired, neither smoothed nor empty.':
    'Treine com cortes como foram adquiridos, nem suavizados nem vazios.',
  'Make images, batch or width smaller; if it stays, report it.':
    'Diminua imagens, lote ou largura; se continuar, relate.',
  'The checkpoint is of a run on other images.': 'O ponto guardado é de um treinamento com outras imagens.',
  'Open the series that the run was started on.': 'Abra a série com que o treinamento começou.',
  'There is no such run on this machine.': 'Não há esse treinamento nesta máquina.',
  'Choose one of the list.': 'Escolha um da lista.',

  'It must be a whole number.': 'Precisa ser um número inteiro.',
  'The value is out of range.': 'O valor está fora da faixa.',
  'The side of the patches must be a multiple of 8.': 'O lado dos recortes precisa ser múltiplo de 8.',
  'Choose 64.': 'Escolha 64.',
  'Choose r1 or none.': 'Escolha R1 ou nenhuma.',
  'The run could not be kept: the browser has no room.':
    'O treinamento não pôde ser guardado: o navegador não tem espaço.',
  'Delete runs that are not needed.': 'Apague treinamentos de que não precisa.',
  'The number of slices must be a whole number from 1.':
    'O número de cortes precisa ser inteiro, a partir de 1.',
  'Say how many slices to make.': 'Diga quantos cortes criar.',
  'The seed must be a whole number from 0 to 4294967295.':
    'A semente precisa ser um inteiro de 0 a 4294967295.',
  'Choose another seed.': 'Escolha outra semente.',
  'The truncation must lie between 0 and 1.': 'O truncamento precisa ficar entre 0 e 1.',
  '1 draws as widely as the model knows.': '1 sorteia tão amplamente quanto o modelo conhece.',
  'The number of nodules must be a whole number from 0 to 20.':
    'O número de nódulos precisa ser um inteiro de 0 a 20.',
  'Draw fewer.': 'Sorteie menos.',

  // Devices
  'this environment has no WebGPU': 'este ambiente não tem WebGPU',
  'there is no WebGPU adapter': 'não há adaptador WebGPU',
  'a WebGPU adapter is there': 'há um adaptador WebGPU',
  'this environment has no WebGL': 'este ambiente não tem WebGL',
  'there is no WebGL 2': 'não há WebGL 2',
  'WebGL cannot compute in 32 bits': 'o WebGL não calcula em 32 bits',
  'a WebGL renderer is there': 'há um renderizador WebGL',
  'wasm does not work here': 'o wasm não funciona aqui',
  'chosen by the user': 'escolhido por quem usa',
  'SIMD, 1 thread': 'SIMD, 1 thread',
  'JavaScript, 1 thread': 'JavaScript, 1 thread',
};
